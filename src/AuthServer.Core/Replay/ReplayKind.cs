namespace AuthServer.Core.Replay;

/// <summary>What is remembered so that it is taken once. The numbers are stored.</summary>
public enum ReplayKind : short
{
    /// <summary>A proof of possession (RFC 9449 §11.1).</summary>
    DpopProof = 1,

    /// <summary>The <c>jti</c> of a client's assertion (RFC 7523 §3).</summary>
    ClientAssertion = 2,

    /// <summary>The <c>jti</c> of a request object (RFC 9101 §10.8).</summary>
    RequestObject = 3,

    /// <summary>A code of a user's authenticator app (RFC 6238 §5.2).</summary>
    AuthenticatorCode = 4,

    /// <summary>The challenge of a passkey's ceremony (WebAuthn §13.4.3).</summary>
    PasskeyChallenge = 5,
}
