using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIns;

/// <summary>
/// One browser's sign-in at this server, kept here so that it can be seen and ended; the browser's cookie only names it.
/// The sessions of clients that started from it point to it.
/// </summary>
public sealed record SignIn
{
    public required SignInId Id { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The user's epoch at sign-in. Behind the user's own, the sign-in has ended.</summary>
    public required int UserEpoch { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user last showed a credential: <c>auth_time</c> (OIDC Core §2).</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required string Acr { get; init; }

    /// <summary>Space-separated values of RFC 8176.</summary>
    public required string Amr { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the browser last came with it, to within the pause of <see cref="ISignInStore.NoteSeenAsync"/>.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public EndReason? EndReason { get; init; }
}
