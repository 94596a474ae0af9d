using System.Text.Json;
using AuthServer.Core.Replay;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Clients;

/// <summary>
/// Verifies what a client signs to show who it is: <c>private_key_jwt</c> (RFC 7523 §3, OIDC Core §9). The one audience is this server's issuer
/// identifier, so that an assertion for another server is worth nothing here whatever its endpoints are called (FAPI 2.0 Security Profile §5.3.2.1).
/// </summary>
public sealed class AssertionVerifier(ClientKeys keys, IReplayStore replays, IOptions<TokenOptions> options, TimeProvider time)
{
    /// <summary>No assertion may be valid for longer.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(5);

    private const int LongestIdentifier = 512;

    /// <summary>RFC 7523 knows no type; later documents give it one.</summary>
    private static readonly string?[] Types = [null, "JWT", "client-authentication+jwt"];

    /// <summary>Null when the assertion shows that the request comes from the client.</summary>
    /// <param name="isPresentedAgain">Whether this very request was accepted with it before, so that its <c>jti</c> is known already.</param>
    public async ValueTask<OAuthError?> RefusalOfAsync(ClientRegistration client, string assertion, bool isPresentedAgain, CancellationToken cancellationToken)
    {
        if (JwtReader.Read(assertion, Types, keys.Of(client)) is not JwtResult.Verified { Claims: var claims })
        {
            return OAuthError.InvalidClient("the assertion is not signed by a key of the client");
        }

        var conditions = new JwtConditions { Issuer = client.Id.Value };
        if (RefusalOf(claims, client, conditions) is { } refusal)
        {
            return OAuthError.InvalidClient(refusal);
        }

        // Last, so that only assertions which would have been taken are written down.
        return isPresentedAgain
            || await replays.TryRememberAsync(
                ReplayKind.ClientAssertion, ReplayHash.Of(client.Id, claims.JwtId!), claims.ExpiresAt!.Value + conditions.ClockSkew, cancellationToken)
            ? null
            : OAuthError.InvalidClient("the assertion has been used");
    }

    private string? RefusalOf(JwtClaims claims, ClientRegistration client, JwtConditions conditions)
    {
        var now = time.GetUtcNow();
        return 0 switch
        {
            _ when conditions.Check(claims, now) is { } reason => $"the assertion does not apply: {reason}",
            _ when claims.Subject != client.Id.Value => "the subject of the assertion is not the client",
            _ when !IsForThisServer(claims) => "the assertion is not for this server, or not for it alone",
            _ when claims.ExpiresAt > now + LongestLifetime + conditions.ClockSkew => "the assertion is valid for too long",
            _ when claims.JwtId is not { Length: > 0 and <= LongestIdentifier } => "the assertion has no jti that can be remembered",
            _ => null,
        };
    }

    private bool IsForThisServer(JwtClaims claims) =>
        claims.Get(ClaimNames.Audience) is { ValueKind: JsonValueKind.String } audience && audience.ValueEquals(options.Value.Issuer);
}
