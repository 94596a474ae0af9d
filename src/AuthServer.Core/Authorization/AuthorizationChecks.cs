using System.Globalization;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>
/// Whatever an authorization request may be refused for once its client and redirect URI are known, as a table in the order in which it is asked:
/// how to answer first, then what is asked for, then the details. All of these errors go to the client (RFC 6749 §4.1.2.1).
/// </summary>
internal static class AuthorizationChecks
{
    private const int LongestState = 2048;
    private const int LongestNonce = 1024;
    private const int LongestHint = 512;

    private static readonly (Func<AuthorizationDraft, bool> Fails, OAuthError Error)[] Table =
    [
        // FAPI 2.0 Security Profile §5.3.2.2: not even when there is only one that it could be.
        (draft => draft.Client.Metadata.Fapi2 && draft[Parameters.RedirectUri] is null, Invalid("The request names no redirect_uri.")),
        (draft => draft[Parameters.ResponseMode] is not (null or "query" or "form_post"), Invalid("The response_mode is not one of query and form_post.")),
        (draft => draft[Parameters.ResponseType] is null, Invalid("The request names no response_type.")),
        (draft => draft[Parameters.ResponseType] != Parameters.Code, new(ErrorCodes.UnsupportedResponseType, "The only response_type is code.")),
        (draft => !draft.Client.Allows(GrantTypes.AuthorizationCode), new(ErrorCodes.UnauthorizedClient, "The client may not use authorization codes.")),
        (draft => draft[Parameters.Registration] is not null, new(ErrorCodes.RegistrationNotSupported, "Clients are registered with the operator.")),
        (draft => draft.Length(Parameters.State) > LongestState, Invalid("The state is longer than 2048 characters.")),
        (draft => draft.Length(Parameters.Nonce) > LongestNonce, Invalid("The nonce is longer than 1024 characters.")),
        (draft => draft.Length(Parameters.LoginHint) > LongestHint || draft.Length(Parameters.UiLocales) > LongestHint, Invalid("A hint is longer than 512 characters.")),

        // RFC 7636 §4.4.1, RFC 9700 §2.1.1: every client, and never "plain".
        (draft => draft[Parameters.CodeChallenge] is null, Invalid("The request has no code_challenge.")),
        (draft => draft[Parameters.CodeChallengeMethod] != Pkce.S256, Invalid("The code_challenge_method must be S256.")),
        (draft => !Pkce.IsChallenge(draft[Parameters.CodeChallenge]!), Invalid("The code_challenge is not a base64url SHA-256 hash.")),

        (draft => draft[Parameters.DpopKeyThumbprint] is { } key && !Pkce.IsChallenge(key), Invalid("The dpop_jkt is not a base64url SHA-256 hash.")),
        (draft => !draft.Prompts.IsSubsetOf(Prompts.All), Invalid("A prompt is not one of none, login, consent and select_account.")),
        (draft => draft.Prompts.Contains(Prompts.None) && draft.Prompts.Count > 1, Invalid("The prompt none stands alone.")),
        (draft => draft[Parameters.MaxAge] is { } age && !int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out _), Invalid("The max_age is not a number of seconds.")),
    ];

    public static OAuthError? Refusal(AuthorizationDraft draft)
    {
        foreach (var (fails, error) in Table)
        {
            if (fails(draft))
            {
                return error;
            }
        }

        return null;
    }

    private static OAuthError Invalid(string description) => OAuthError.InvalidRequest(description);
}
