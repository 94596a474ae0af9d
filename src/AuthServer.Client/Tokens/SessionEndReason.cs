namespace AuthServer.Client.Tokens;

/// <summary>Why a user must sign in again: what the server says in <c>reason</c>, and two that are known here alone.</summary>
public enum SessionEndReason
{
    /// <summary>The server gave no reason, or one that this version does not know.</summary>
    Unknown,

    /// <summary>Not used for too long.</summary>
    IdleExpired,

    /// <summary>A sign-in does not last longer.</summary>
    AbsoluteExpired,

    /// <summary>Signed out, here or at the server.</summary>
    SignedOut,

    /// <summary>The user ended it from another device.</summary>
    UserRevoked,

    /// <summary>The user's password changed.</summary>
    PasswordChanged,

    /// <summary>A second factor or a passkey changed.</summary>
    CredentialsChanged,

    /// <summary>The user withdrew consent from this application.</summary>
    ConsentWithdrawn,

    /// <summary>The server was restored to an earlier state.</summary>
    StateLost,

    /// <summary>Ended for a reason that the server keeps to itself.</summary>
    Revoked,

    /// <summary>The tokens are gone from the store: another process signed out, or was told that the session has ended.</summary>
    EndedElsewhere,
}
