using AuthServer.Endpoints;

namespace AuthServer.Tests.Requests;

/// <summary>Requests of a client that has shown who it is, for something that it cannot have.</summary>
public static class MalformedGrants
{
    private const string Canary = MalformedRequest.Canary;
    private const string SignIn = $"grant_type=password&client_id=app&username={Canary}&password={Canary}";
    private const string Refresh = $"grant_type=refresh_token&client_id=app&refresh_token={Canary}";

    public static IEnumerable<MalformedRequest> All => [.. Types, .. Parameters, .. Scopes, .. Tokens];

    private static IEnumerable<MalformedRequest> Types =>
    [
        Of("RFC 6749 §5.2", "no grant_type", "invalid_request", "client_id=app"),
        Of("RFC 6749 §3.2", "an empty grant_type", "invalid_request", "client_id=app&grant_type="),
        Of("RFC 6749 §5.2", "an unknown grant", "unsupported_grant_type", $"client_id=app&grant_type={Canary}"),
        Of("RFC 6749 §5.2", "a grant in the wrong case", "unsupported_grant_type", "client_id=app&grant_type=Password"),
        Of("RFC 6749 §4.5", "an unknown extension grant", "unsupported_grant_type", $"client_id=app&grant_type=urn:example:{Canary}"),
        Of("RFC 9700 §2.1.2", "the implicit grant", "unsupported_grant_type", "client_id=app&grant_type=implicit"),
        Of("RFC 6749 §5.2", "a grant that the client may not use", "unauthorized_client", SignIn.Replace("=app", "=refresh-only-app", StringComparison.Ordinal)),
        Of("RFC 6749 §5.2", "a resource server that asks for a token", "unauthorized_client", $"{SignIn.Replace("=app", "=api", StringComparison.Ordinal)}&client_secret=api-secret"),
    ];

    private static IEnumerable<MalformedRequest> Parameters =>
    [
        Of("RFC 6749 §4.3.2", "no username", "invalid_request", $"grant_type=password&client_id=app&password={Canary}"),
        Of("RFC 6749 §4.3.2", "no password", "invalid_request", $"grant_type=password&client_id=app&username={Canary}"),
        Of("RFC 6749 §4.3.2", "an empty password", "invalid_request", $"grant_type=password&client_id=app&username={Canary}&password="),
        Of("RFC 6749 §4.3.2", "an unknown user", "invalid_grant", SignIn),
        Of("RFC 6749 §4.3.2", "a user name of 10 000 characters", "invalid_grant", $"grant_type=password&client_id=app&password=x&username={new string('u', 10_000)}"),
        Of("RFC 6749 §4.3.2", "a password of 50 000 characters", "invalid_grant", $"grant_type=password&client_id=app&username={Canary}&password={new string('p', 50_000)}"),
        Of("RFC 6749 §6", "no refresh_token", "invalid_request", "grant_type=refresh_token&client_id=app"),
        Of("RFC 6749 §6", "an empty refresh_token", "invalid_request", "grant_type=refresh_token&client_id=app&refresh_token="),
        Of("RFC 6749 §5.2", "a refresh token that is none", "invalid_grant", Refresh),
    ];

    private static IEnumerable<MalformedRequest> Scopes =>
    [
        .. from scope in new[] { $"%22{Canary}%22", $"{Canary}%5C", "openid++api", "+openid", "openid+", "openid%09api", "openid%0Aapi", "%C3%A9", "%7F" }
           from request in new[] { ("sign-in", SignIn), ("refresh", Refresh) }
           select Of("RFC 6749 §3.3", $"scope={scope} at {request.Item1}", "invalid_scope", $"{request.Item2}&scope={scope}"),
        Of("RFC 6749 §3.3", "a scope that there is not", "invalid_scope", $"{SignIn}&scope=openid+{Canary}"),
        Of("RFC 6749 §3.3", "a scope in the wrong case", "invalid_scope", $"{SignIn}&scope=OpenId"),
        Of("RFC 6749 §3.3", "a scope of 40 000 characters", "invalid_scope", $"{SignIn}&scope={new string('s', 40_000)}"),
    ];

    private static IEnumerable<MalformedRequest> Tokens =>
    [
        Of("RFC 7009 §2.1", "no token at revocation", "invalid_request", "client_id=app&token_type_hint=refresh_token") with { Path = Paths.Revocation },
        Of("RFC 7009 §2.1", "an empty token at revocation", "invalid_request", "client_id=app&token=") with { Path = Paths.Revocation },
        Of("RFC 7662 §2.1", "no token at introspection", "invalid_request", "client_id=web&client_secret=web-secret") with { Path = Paths.Introspection },
        Of("RFC 7662 §2.1", "an empty token at introspection", "invalid_request", "client_id=web&client_secret=web-secret&token=") with { Path = Paths.Introspection },
        Of("RFC 7662 §4", "a client that may not introspect", "unauthorized_client", $"client_id=other-web&client_secret=other-secret&token={Canary}") with { Path = Paths.Introspection },
        Of("RFC 7662 §4", "a public client that may not introspect", "unauthorized_client", $"client_id=app&token={Canary}") with { Path = Paths.Introspection },
    ];

    private static MalformedRequest Of(string section, string what, string error, string body) => new(section, what, 400, error) { Body = body };
}
