using System.Text.Json;
using AuthServer.Endpoints;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.Revocation;

/// <summary>What the feed answered.</summary>
internal sealed record FeedAnswer(Answer Answer)
{
    public string Cursor => Answer.Json.GetProperty("cursor").GetString()!;

    public bool IsReset => Answer.Json.GetProperty("reset").GetBoolean();

    public bool IsComplete => Answer.Json.GetProperty("complete").GetBoolean();

    public JsonElement[] Entries => [.. Answer.Json.GetProperty("entries").EnumerateArray()];

    public string[] Subjects => [.. Entries.Select(entry => entry.GetProperty("subject").GetString()!)];

    public static async Task<FeedAnswer> PollAsync(ClientApp client, string? cursor = null, int wait = 0) =>
        new(await client.PostAsync(Paths.RevocationFeed, ("cursor", cursor), ("wait", $"{wait}")));
}
