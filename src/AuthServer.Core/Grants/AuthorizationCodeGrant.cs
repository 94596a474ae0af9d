using AuthServer.Core.Artefacts;
using AuthServer.Core.Authorization;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.SignIns;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>
/// Authorization codes (RFC 6749 §4.1.3) with PKCE, always (RFC 7636 §4.6). The code is spent by the write that opens the session; one that was spent
/// before ends the session that came of it.
/// </summary>
public sealed class AuthorizationCodeGrant(IArtefactStore artefacts, SpentCodes spentCodes, ScopeDirectory scopes) : IGrant
{
    /// <summary>One answer, whatever is wrong with the code: a thief learns nothing from it.</summary>
    private static readonly OAuthError InvalidCode = OAuthError.InvalidGrant("The authorization code is invalid, expired or spent.");

    public string Type => GrantTypes.AuthorizationCode;

    public async Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken)
    {
        if (!request.Form.TryGetValue(Parameters.Code, out var text) || !request.Form.TryGetValue(Parameters.CodeVerifier, out var verifier))
        {
            return OAuthError.InvalidRequest("The authorization_code grant needs code and code_verifier.");
        }

        var key = ArtefactKey.Of(ArtefactKind.AuthorizationCode, text);
        var kept = await artefacts.FindAsync(key, cancellationToken);

        // Another client's code is left alone: whoever presents it here must not be able to harm its owner.
        if (kept is null || kept.ClientId != request.Client.Id)
        {
            return InvalidCode with { Detail = kept is null ? "unknown or expired code" : "a code of another client" };
        }

        if (kept.SpentAt is not null)
        {
            await spentCodes.EndSessionOfAsync(key, request.Client.Id, request.Caller);
            return InvalidCode with { Detail = "a spent code" };
        }

        var code = StoredJson.Read<AuthorizationCode>(kept.Payload);
        if (Refusal(code, verifier, request) is { } refusal)
        {
            return refusal;
        }

        var granted = ScopeSet.FromStored(code.Scopes);
        var audiences = code.Resources is { } names ? ScopeSet.FromStored(names) : await scopes.AudiencesOfAsync(granted, cancellationToken);
        if (!ResourceIndicators.Within(request.Form, audiences).TryGet(out var resources, out var error))
        {
            return error;
        }

        return new GrantDecision.OpenSession(kept.UserId!.Value, kept.UserEpoch!.Value, granted, code.Acr, code.Amr, InvalidCode)
        {
            AuthenticatedAt = code.AuthenticatedAt,
            SignInId = new SignInId(code.SignInId),
            Spends = key,
            Resources = audiences,
            RequestedResources = resources.Names,
            Nonce = code.Nonce,
        };
    }

    /// <summary>What the code is bound to, in the order of RFC 6749 §4.1.3, RFC 7636 §4.6 and RFC 9449 §10.</summary>
    private static OAuthError? Refusal(AuthorizationCode code, string verifier, GrantRequest request) => 0 switch
    {
        _ when code.RedirectUri != request.Form.GetValueOrDefault(Parameters.RedirectUri) => InvalidCode with { Detail = "another redirect_uri" },
        _ when !Pkce.Matches(code.CodeChallenge, verifier) => InvalidCode with { Detail = "the code_verifier does not match" },
        _ when code.ProofKeyThumbprint is { } bound && bound != request.Binding.JwkThumbprint => InvalidCode with { Detail = "the code is bound to another key" },
        _ => null,
    };
}
