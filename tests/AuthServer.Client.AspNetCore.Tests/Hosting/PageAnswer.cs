using System.Net;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>What a page, or its browser, receives from the back end.</summary>
internal sealed record PageAnswer(HttpStatusCode Status, string? Location, string? CacheControl, TimeSpan? RetryAfter, IReadOnlyList<string> RawCookies, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public IReadOnlyList<SetCookieHeaderValue> Cookies { get; } = [.. SetCookieHeaderValue.ParseList([.. RawCookies])];

    public string? Text(string member) => Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public static async Task<PageAnswer> OfAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Headers.Location?.OriginalString,
        response.Headers.CacheControl?.ToString(),
        response.Headers.RetryAfter?.Delta,
        response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
        await response.Content.ReadAsStringAsync());
}
