using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Tests.Logout;

/// <summary>A request to a back-channel logout URI, as it came.</summary>
public sealed record ReceivedLogout(string Path, string? ContentType, IReadOnlyDictionary<string, string> Form)
{
    public string Token => Form["logout_token"];

    /// <summary>Unverified.</summary>
    public JsonElement Claims =>
        Base64UrlText.TryDecode(Token.Split('.')[1], out var json) ? JsonElement.Parse(json) : throw new InvalidOperationException(Token);

    public Guid SessionId => Claims.GetProperty("sid").GetGuid();
}
