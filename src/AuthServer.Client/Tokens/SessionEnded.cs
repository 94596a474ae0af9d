namespace AuthServer.Client.Tokens;

/// <summary>The session has ended and its tokens are gone: the user must sign in again.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Description">The server's sentence, for developers; may be null.</param>
public sealed record SessionEnded(SessionEndReason Reason, string? Description = null)
{
    internal static SessionEnded Of(Requests.OAuthRefusal refusal) => new(ReasonOf(refusal.Reason), refusal.Description);

    private static SessionEndReason ReasonOf(string? text) => text switch
    {
        "idle_expired" => SessionEndReason.IdleExpired,
        "absolute_expired" => SessionEndReason.AbsoluteExpired,
        "signed_out" => SessionEndReason.SignedOut,
        "user_revoked" => SessionEndReason.UserRevoked,
        "password_changed" => SessionEndReason.PasswordChanged,
        "credentials_changed" => SessionEndReason.CredentialsChanged,
        "consent_withdrawn" => SessionEndReason.ConsentWithdrawn,
        "state_lost" => SessionEndReason.StateLost,
        "revoked" => SessionEndReason.Revoked,
        _ => SessionEndReason.Unknown,
    };
}
