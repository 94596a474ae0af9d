using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.UserInfo;

/// <summary>The claims of the user of an access token (OIDC Core §5.3), as they are now; the session's row decides whether the token still stands.</summary>
public sealed class UserInfoHandler(BearerTokens tokens)
{
    private static readonly OAuthError NotForUserInfo = new(ErrorCodes.InsufficientScope, "The access token does not have the scope openid.");

    public async Task<Result<UserInfoResponse>> HandleAsync(PresentedToken presented, PresentedProof proof, CancellationToken cancellationToken)
    {
        if (!(await tokens.AcceptAsync(presented, proof, cancellationToken)).TryGet(out var accepted, out var error))
        {
            return error;
        }

        if (accepted.Session is not { } snapshot || !accepted.Scopes.Contains(ScopeNames.OpenId))
        {
            return NotForUserInfo;
        }

        var scopes = accepted.Scopes;
        return new UserInfoResponse(
            snapshot.Session.UserId.ToString(),
            [.. StandardClaims.Of(snapshot.UserClaims, scopes)],
            scopes.Contains(ScopeNames.Roles) ? snapshot.UserClaims.Roles : null);
    }
}
