using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>A revocation feed as the server's is, with a clock that is hours away from the API's; it can be down, or be another one with the same address.</summary>
public sealed class FakeFeed
{
    public const string Path = "/connect/revocations";

    /// <summary>A secret that must be encoded on its way into the header (RFC 6749 §2.3.1).</summary>
    public const string Secret = "s:%cret";

    /// <summary>What the client <c>api</c> sends with it.</summary>
    public const string Credentials = "Basic YXBpOnMlM0ElMjVjcmV0";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly List<string> entries = [];
    private volatile bool isClosed;
    private string name = "first";

    public ConcurrentQueue<(string? Authorization, string? Cursor, string? Wait)> Polls { get; } = new();

    /// <summary>Answers this status to everything; 0: none.</summary>
    public int Refusal { get; set; }

    /// <summary>Answers this body to everything.</summary>
    public string? Body { get; set; }

    public string? RetryAfter { get; set; }

    /// <summary>How many entries an answer holds.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>The server's clock.</summary>
    public double Now { get; set; } = 1_000_000_000.5;

    public void Map(WebApplication app) => app.MapPost(Path, AnswerAsync);

    public void RevokeSession(string id, double life = 3600) =>
        Add($$"""{"kind":"session","subject":"{{id}}","created_at":{{Text(Now - 0.25)}},"expires_at":{{Text(Now + life)}}}""");

    public void RevokeUser(string id, int epoch) =>
        Add($$"""{"kind":"user","subject":"{{id}}","minimum_epoch":{{epoch}},"created_at":{{Text(Now)}},"expires_at":{{Text(Now + 3600)}}}""");

    public void RevokeClient(string id, int epoch) =>
        Add($$"""{"kind":"client","subject":"{{id}}","minimum_epoch":{{epoch}},"created_at":{{Text(Now)}},"expires_at":{{Text(Now + 3600)}}}""");

    /// <summary>An entry as it is on the wire.</summary>
    public void Add(string entry)
    {
        lock (entries)
        {
            entries.Add(entry);
        }
    }

    /// <summary>The server's database is another from now on, and knows nothing of the old one's cursors.</summary>
    public void Restore()
    {
        lock (entries)
        {
            entries.Clear();
            name += "+";
        }
    }

    /// <summary>Ends polls that wait.</summary>
    public void Close() => isClosed = true;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var (cursor, wait) = (form["cursor"].ToString(), int.Parse(form["wait"].ToString(), CultureInfo.InvariantCulture));
        Polls.Enqueue((request.Headers.Authorization, form.ContainsKey("cursor") ? cursor : null, form["wait"]));
        for (var ticks = 0; !isClosed && Refusal == 0 && Body is null && ticks < wait * 100 && Page(cursor) is null; ticks++)
        {
            await Task.Delay(Tick);
        }

        if (Refusal != 0)
        {
            request.HttpContext.Response.Headers.RetryAfter = RetryAfter;
            return Results.StatusCode(Refusal);
        }

        return Results.Text(Body ?? Page(cursor) ?? Answer(isReset: false, isComplete: true, cursor, []), "application/json");
    }

    /// <summary>Null when there is nothing to tell.</summary>
    private string? Page(string cursor)
    {
        lock (entries)
        {
            var parts = cursor.Split('/');
            var isReset = parts.Length != 2 || parts[0] != name;
            var known = isReset ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture);
            var page = entries.Skip(known).Take(PageSize).ToList();
            return isReset || page.Count > 0 ? Answer(isReset, known + page.Count == entries.Count, $"{name}/{known + page.Count}", page) : null;
        }
    }

    private string Answer(bool isReset, bool isComplete, string cursor, IReadOnlyList<string> page) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["reset"] = isReset,
        ["complete"] = isComplete,
        ["cursor"] = cursor,
        ["now"] = Now,
        ["a_member_of_a_newer_server"] = "ignored",
        ["entries"] = page.Select(entry => JsonElement.Parse(entry)),
    });
}
