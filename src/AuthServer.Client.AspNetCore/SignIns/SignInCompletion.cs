using System.Security.Cryptography;
using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using AuthServer.Client.SignIns;
using AuthServer.Client.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>Turns the server's answer into a session: whose answer it is, the code, and whether the ID token belongs to this sign-in.</summary>
internal sealed class SignInCompletion(SessionServer server, TimeProvider time)
{
    private const int KeyLength = 16;
    private const string BearerScheme = "Bearer";

    /// <param name="former">The session that this browser presents, if it does; the new one comes after it, and after the one it had at the beginning, whatever the clocks of several nodes say.</param>
    public async Task<Completion> RunAsync(PendingSignIn pending, IReadOnlyDictionary<string, string> answer, string redirectUri, SessionTicket? former)
    {
        // Not the request's token: a code that has been spent is answered for, whether the browser waits or not.
        if (await server.Directory.GetAsync(CancellationToken.None) is not Discovered.Found { Metadata: var metadata })
        {
            return new Completion.Failed(ErrorCodes.TemporarilyUnavailable, "the server's metadata is not known", IsOutage: true);
        }

        // RFC 9207 §2.4: an answer of another server, or of none, is not used, be it a code or an error.
        if (!(answer.TryGetValue(Parameters.Issuer, out var issuer) ? issuer == metadata.Issuer : !metadata.NamesItself))
        {
            return new Completion.Failed(ErrorCodes.InvalidRequest, "the answer came from another server");
        }

        if (answer.TryGetValue(Parameters.Error, out var error))
        {
            return new Completion.Failed(error, "the server or the user decided against it");
        }

        return answer.TryGetValue(Parameters.Code, out var code)
            ? await RedeemAsync(pending, code, redirectUri, former)
            : new Completion.Failed(ErrorCodes.InvalidRequest, "the answer has neither a code nor an error");
    }

    private async Task<Completion> RedeemAsync(PendingSignIn pending, string code, string redirectUri, SessionTicket? former)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new(Parameters.GrantType, GrantTypes.AuthorizationCode),
            new(Parameters.Code, code),
            new(Parameters.RedirectUri, redirectUri),
            new(Parameters.CodeVerifier, pending.Verifier),
        };
        RenewalForm.Add(form, Parameters.Resource, server.Options.Resource);
        return await server.Tokens.SendAsync(form, proofKey: null, CancellationToken.None) switch
        {
            TokenAnswer.Granted granted => Accept(granted.Grant, pending, former),
            TokenAnswer.Refused refused => new Completion.Failed(refused.Refusal.Error, "the server refused the exchange"),

            // A code may be used once (RFC 6749 §4.1.2), so it is not sent again: the user tries anew, and is asked nothing while signed in at the server.
            TokenAnswer.Unavailable lost => new Completion.Failed(ErrorCodes.TemporarilyUnavailable, lost.Problem, IsOutage: true, lost.Exception),
            _ => throw new InvalidOperationException("An answer is granted, refused or wanting."),
        };
    }

    private Completion Accept(TokenGrant grant, PendingSignIn pending, SessionTicket? former)
    {
        var problem = IdTokenCheck.ProblemOf(grant.IdToken, server.Options.Issuer, server.Options.ClientId, pending.Nonce)
            ?? (grant.IdToken is null && server.Options.Scope.Split(' ').Contains(ScopeNames.OpenId) ? "the ID token is missing" : null)
            ?? (grant.RefreshToken is null ? "no refresh token was granted; ask for offline_access" : null)
            ?? (grant.Scheme != BearerScheme ? "the token is bound to a key, which a page does not have" : null);
        if (problem is not null)
        {
            return new Completion.Failed(ErrorCodes.ServerError, problem);
        }

        var now = time.GetUtcNow();
        var before = pending.Former > former?.SignedInAt || former is null ? pending.Former : former.SignedInAt;
        var signedInAt = before >= now ? before.Value.AddTicks(1) : now;
        var key = RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);
        var sid = IdTokenCheck.TextOf(grant.IdToken, ClaimNames.SessionId);
        return new Completion.SignedIn(new SessionTicket(key, signedInAt, 0, grant.RefreshToken!, sid, grant.IdToken), grant.RefreshTokenLifetime);
    }
}
