using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;

namespace AuthServer.Tests.Hosting;

/// <summary>A client at work: what it sends, in the body (RFC 6749 §2.3.1) unless <see cref="Authorization"/> is set.</summary>
public sealed record ClientApp(HttpClient Http, string Id, string? Secret)
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public string UserAgent { get; init; } = "test-browser/1.0";

    public string? Authorization { get; init; }

    /// <summary>Makes the value of <c>client_assertion</c> for each request (RFC 7523 §2.2).</summary>
    public Func<string>? Assert { get; init; }

    /// <summary>The media type that answers are wanted in.</summary>
    public string? Accept { get; init; }

    /// <summary>The values of <c>DPoP</c> headers, one for each (RFC 9449 §4.1).</summary>
    public string[] Proofs { get; init; } = [];

    public Task<Answer> SignInAsync(AuthUser user, string password = AuthServerHost.Password, string? scope = null) =>
        SignInAsync(user.UserName!, password, scope);

    public Task<Answer> SignInAsync(string userName, string password, string? scope = null) =>
        PostAsync(Paths.Token, ("grant_type", "password"), ("username", userName), ("password", password), ("scope", scope));

    public Task<Answer> RefreshAsync(string token, string? scope = null) =>
        PostAsync(Paths.Token, ("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope));

    public Task<Answer> RevokeAsync(string token, string? hint = null) => PostAsync(Paths.Revocation, ("token", token), ("token_type_hint", hint));

    public Task<Answer> IntrospectAsync(string token) => PostAsync(Paths.Introspection, ("token", token));

    public async Task<Answer> PostAsync(string path, params (string Name, string? Value)[] parameters)
    {
        IEnumerable<(string Name, string? Value)> credentials = this switch
        {
            { Authorization: not null } => [],
            { Assert: { } assert } => [("client_assertion_type", AssertionType), ("client_assertion", assert())],
            _ => [("client_id", Id), ("client_secret", Secret)],
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(parameters.Concat(credentials).Where(parameter => parameter.Value is not null)
                .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!))),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        }

        if (Accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", Accept);
        }

        foreach (var proof in Proofs)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        using var response = await Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
