using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Testing.Browser;

/// <summary>
/// A user's browser without a window: it keeps cookies, follows the redirects of the server, sends its forms, and stops where it would leave
/// for a client. Nothing listens at the client's redirect URI.
/// </summary>
public sealed class ProgrammaticBrowser : IDisposable
{
    private const int MostRedirects = 10;

    private readonly Uri _server;
    private readonly HttpClient _http;

    public ProgrammaticBrowser(string issuer, string userAgent = "programmatic-browser/1.0")
    {
        _server = new Uri(issuer);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = Cookies });
        _http.DefaultRequestHeaders.Add("Accept", "text/html");
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Goes to an address: absolute, or a path of the server.</summary>
    public Task<Visit> OpenAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_server, address)));

    /// <summary>Sends a form with what is filled in, <paramref name="values"/> instead of or beside it, by <paramref name="button"/> if that has a name.</summary>
    public Task<Visit> SubmitAsync(HtmlForm form, HtmlField? button = null, params (string Name, string Value)[] values)
    {
        var fields = form.Fields.Where(field => values.All(value => value.Name != field.Name))
            .Concat(values.Select(value => new HtmlField(value.Name, value.Value)))
            .Concat(button is { Name.Length: > 0 } ? [button] : [])
            .Select(field => KeyValuePair.Create<string, string?>(field.Name, field.Value)).ToList();
        if (form.Method == HttpMethod.Get)
        {
            return OpenAsync(QueryHelpers.AddQueryString(form.Action.GetLeftPart(UriPartial.Path), fields));
        }

        if (!IsServer(form.Action))
        {
            return Task.FromResult<Visit>(new Visit.AtClient(form.Action, fields.ToDictionary(field => field.Key, field => field.Value!)));
        }

        var request = new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(fields!) };
        request.Headers.Add("Origin", _server.GetLeftPart(UriPartial.Authority));
        return FollowAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Visit> FollowAsync(HttpRequestMessage request)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var address = request.RequestUri!;
            using var sent = request;
            using var response = await _http.SendAsync(sent);
            if (response.Headers.Location is not { } location)
            {
                return new Visit.Page(address, response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync());
            }

            var target = new Uri(address, location);
            if (!IsServer(target))
            {
                return new Visit.AtClient(target, Parameters(target));
            }

            request = new HttpRequestMessage(HttpMethod.Get, target);
        }

        throw new InvalidOperationException($"More than {MostRedirects} redirects, the last to {request.RequestUri}.");
    }

    private bool IsServer(Uri address) => address.Scheme == _server.Scheme && address.Authority == _server.Authority;

    private static Dictionary<string, string> Parameters(Uri address) =>
        QueryHelpers.ParseQuery(address.Fragment.Length > 1 ? address.Fragment[1..] : address.Query).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
}
