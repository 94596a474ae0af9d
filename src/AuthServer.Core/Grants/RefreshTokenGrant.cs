using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>Refreshing (RFC 6749 §6, RFC 9700 §4.14.2). What is not a token of ours ends here, without any I/O.</summary>
public sealed class RefreshTokenGrant(RefreshTokenFormat format) : IGrant
{
    public string Type => GrantTypes.RefreshToken;

    public Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken) => Task.FromResult(Evaluate(request));

    private Result<GrantDecision> Evaluate(GrantRequest request)
    {
        if (!request.Form.TryGetValue(Parameters.RefreshToken, out var text))
        {
            return OAuthError.InvalidRequest("The refresh_token grant needs refresh_token.");
        }

        ScopeSet? requested = null;
        if (request.Form.TryGetValue(Parameters.Scope, out var scope) && !ScopeSet.TryParse(scope, out requested))
        {
            return OAuthError.InvalidScope("The scope is not a list of scope names separated by single spaces.");
        }

        if (!ResourceIndicators.Requested(request.Form).TryGet(out var resources, out var error))
        {
            return error;
        }

        return format.Read(text) switch
        {
            RefreshTokenReading.Issued issued =>
                new GrantDecision.ContinueSession(new RefreshPresentation(issued.Token, request.Client, requested, request.Binding.JwkThumbprint, request.Caller)
                {
                    RequestedResources = resources.IsEmpty ? null : resources,
                }),
            RefreshTokenReading.UnknownKey => OAuthError.Unavailable("a refresh token names a key that this node does not have"),
            _ => PresentedTokenTable.Invalid with { Detail = "not a refresh token of this server" },
        };
    }
}
