using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing.Browser;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Tests.Hosting;

/// <summary>A client and a user's browser on their way through an authorization (RFC 6749 §4.1): one state, nonce and verifier.</summary>
public sealed class CodeFlow(AuthServerHost host, ClientDeclaration client) : IDisposable
{
    public ProgrammaticBrowser Browser { get; init; } = new(host.Issuer);

    public string Verifier { get; } = Random();

    public string State { get; } = Random();

    public string Nonce { get; } = Random();

    public string RedirectUri { get; init; } = client.RedirectUris[0];

    public string Scope { get; init; } = "openid offline_access api";

    public ClientApp Client => host.As(client);

    /// <summary>The parameters of the request; one with the value null is left out.</summary>
    public Dictionary<string, string?> Request(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = client.Id,
            ["response_type"] = "code",
            ["redirect_uri"] = RedirectUri,
            ["scope"] = Scope,
            ["state"] = State,
            ["nonce"] = Nonce,
            ["code_challenge"] = Pkce.ChallengeOf(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return parameters.Where(parameter => parameter.Value is not null).ToDictionary();
    }

    /// <summary>The address that the client sends the browser to.</summary>
    public string Url(params (string Name, string? Value)[] changes) => QueryHelpers.AddQueryString(Paths.Authorization, Request(changes));

    /// <summary>Opens the address and does what a willing user does, until the browser is back at the client.</summary>
    public Task<Visit.AtClient> AuthorizeAsync(AuthUser user, params (string Name, string? Value)[] changes) =>
        Browser.AuthorizeAsync(Url(changes), user.UserName!, AuthServerHost.Password);

    /// <summary>Opens the address and does nothing.</summary>
    public Task<Visit> OpenAsync(params (string Name, string? Value)[] changes) => Browser.OpenAsync(Url(changes));

    public Task<Answer> ExchangeAsync(string code, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return Client.PostAsync(Paths.Token, [.. parameters.Select(parameter => (parameter.Key, parameter.Value))]);
    }

    /// <summary>The whole way: sign in, come back, exchange.</summary>
    public async Task<Answer> SignInAsync(AuthUser user, params (string Name, string? Value)[] changes) =>
        await ExchangeAsync((await AuthorizeAsync(user, changes)).Code ?? throw new InvalidOperationException("The client got no code."));

    public void Dispose() => Browser.Dispose();

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
