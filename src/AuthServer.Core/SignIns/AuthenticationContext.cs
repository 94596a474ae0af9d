using AuthServer.Core.Users;

namespace AuthServer.Core.SignIns;

/// <summary>How a user was authenticated, and what is truthfully said of it.</summary>
/// <param name="Acr">The authentication context class (OIDC Core §2), one of <see cref="AuthenticationContexts"/>.</param>
/// <param name="Amr">The methods, space-separated values of RFC 8176 §2.</param>
public sealed record AuthenticationContext(string Acr, string Amr)
{
    public static AuthenticationContext Password { get; } = new(AuthenticationContexts.SingleFactor, "pwd");

    public static AuthenticationContext PasswordAndCode { get; } = new(AuthenticationContexts.TwoFactors, "pwd otp mfa");

    /// <summary>RFC 8176 has no name for a recovery code; that it was the second factor is what can be said.</summary>
    public static AuthenticationContext PasswordAndRecoveryCode { get; } = new(AuthenticationContexts.TwoFactors, "pwd mfa");

    /// <summary>
    /// Possession of a key, whether in hardware or not is unknown without attestation (<c>pop</c>, neither <c>hwk</c> nor <c>swk</c>), a user who was present
    /// (<c>user</c>), and who was verified by the authenticator, by what means it does not say: two factors (<c>mfa</c>).
    /// </summary>
    public static AuthenticationContext VerifiedPasskey { get; } = new(AuthenticationContexts.TwoFactors, "pop user mfa");
}
