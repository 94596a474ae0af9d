namespace AuthServer.Core.Authorization;

/// <summary>Why the user is sent to the sign-in page.</summary>
public enum SignInNeed
{
    /// <summary>Nobody is signed in, or somebody else than the client asks for.</summary>
    SignIn = 0,

    /// <summary>The sign-in is too old, or the client asks for a new one.</summary>
    Reauthenticate = 1,

    /// <summary>The client asks for a second factor (RFC 9470 §4).</summary>
    StepUp = 2,
}
