using AuthServer.Core.Clients;
using AuthServer.Core.Replay;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Authorization;

/// <summary>
/// Authorization requests that the client has signed (RFC 9101). What stands beside a request object is not looked at: nobody has signed it.
/// </summary>
public sealed class RequestObjects(ClientKeys keys, IReplayStore replays, IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>No request object may be valid for longer.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);

    private const int LongestIdentifier = 512;

    /// <summary>RFC 9101 §10.8 gives it a type; OIDC Core §6.1 knew none.</summary>
    private static readonly string?[] Types = ["oauth-authz-req+jwt", "JWT", null];

    private static readonly OAuthError Invalid = new(ErrorCodes.InvalidRequestObject, "The request object is invalid.");
    private static readonly OAuthError MustBeSigned = OAuthError.InvalidRequest("The application must sign its requests (RFC 9101).");

    /// <summary>The parameters that count: those inside the request object, or those of the request when it has none and need not have one.</summary>
    public async ValueTask<Result<IReadOnlyDictionary<string, string>>> ResolveAsync(
        ClientRegistration client, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (!parameters.TryGetValue(Parameters.Request, out var text))
        {
            return client.Metadata.RequireSignedRequestObject ? MustBeSigned : Result.Of(parameters);
        }

        if (JwtReader.Read(text, Types, keys.Of(client)) is not JwtResult.Verified { Claims: var claims })
        {
            return Invalid with { Detail = "the request object is not signed by a key of the client" };
        }

        var conditions = new JwtConditions { Issuer = client.Id.Value, Audience = options.Value.Issuer };
        if (RefusalOf(claims, client, conditions) is { } refusal)
        {
            return Invalid with { Detail = refusal };
        }

        if (RequestObjectParameters.Of(claims) is not { } inside)
        {
            return Invalid with { Detail = "a parameter in the request object has no form that a request could have" };
        }

        // Last, so that only what would have been taken is written down.
        return claims.JwtId is null
            || await replays.TryRememberAsync(
                ReplayKind.RequestObject, ReplayHash.Of(client.Id, claims.JwtId), claims.ExpiresAt!.Value + conditions.ClockSkew, cancellationToken)
            ? inside
            : Invalid with { Detail = "the request object has been used" };
    }

    private string? RefusalOf(JwtClaims claims, ClientRegistration client, JwtConditions conditions)
    {
        var now = time.GetUtcNow();
        return 0 switch
        {
            _ when conditions.Check(claims, now) is { } reason => $"the request object does not apply: {reason}",
            _ when claims.ExpiresAt > now + LongestLifetime + conditions.ClockSkew => "the request object is valid for too long",
            // RFC 9101 §6.3: the client outside, which chose the keys, and the one inside.
            _ when claims.ClientId != client.Id.Value => "the client_id of the request object is not that of the request",
            _ when claims.Get(Parameters.Request) is not null || claims.Get(Parameters.RequestUri) is not null => "a request object in a request object",
            // RFC 9101 §10.8: else it might be meant to authenticate the client.
            _ when claims.Subject == client.Id.Value => "the request object could be an assertion",
            _ when claims.JwtId?.Length > LongestIdentifier => "the jti is too long to be remembered",
            _ => null,
        };
    }
}
