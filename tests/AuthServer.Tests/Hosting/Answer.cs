using System.Net.Http.Headers;
using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Tests.Hosting;

/// <summary>An answer as it came over the wire.</summary>
public sealed record Answer(int Status, HttpResponseHeaders Headers, string? ContentType, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string? Error => Text("error");

    public string? Reason => Text("reason");

    public string? Scope => Text("scope");

    public string AccessToken => Text("access_token") ?? throw new InvalidOperationException($"{Status} {Body}");

    public string RefreshToken => Text("refresh_token") ?? throw new InvalidOperationException($"{Status} {Body}");

    public string IdToken => Text("id_token") ?? throw new InvalidOperationException($"{Status} {Body}");

    /// <summary>The claims of the access token, unverified.</summary>
    public JsonElement Claims =>
        Base64UrlText.TryDecode(AccessToken.Split('.')[1], out var json) ? JsonElement.Parse(json) : throw new InvalidOperationException(AccessToken);

    public Guid SessionId => Claims.GetProperty("sid").GetGuid();

    public bool IsActive => Json.GetProperty("active").GetBoolean();

    public string[] Members => [.. Json.EnumerateObject().Select(member => member.Name)];

    public static async Task<Answer> OfAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());

    private string? Text(string member) => Json.TryGetProperty(member, out var value) ? value.GetString() : null;
}
