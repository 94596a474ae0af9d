using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Sessions;

/// <summary>A session about to be created, on the strength of what was seen of its user and client when the credentials were checked.</summary>
public sealed record NewSession
{
    public required SessionId Id { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The epoch read together with the credentials. The insert is refused when it has moved since.</summary>
    public required int UserEpoch { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientEpoch { get; init; }

    /// <summary>The registration that the client was authenticated by. The insert is refused when it has changed since.</summary>
    public required int ClientVersion { get; init; }

    /// <summary>The browser sign-in that the session starts from. The insert is refused when it has ended since; null when there is none.</summary>
    public SignInId? SignInId { get; init; }

    /// <summary>The code that is spent by the insert. It is refused, and nothing spent, unless the code is this client's, unspent and unexpired, and carries this user and epoch.</summary>
    public ArtefactKey? Spends { get; init; }

    /// <summary>Whether it stands on the user's consent to the client. The insert is refused, and nothing spent, when that has been withdrawn.</summary>
    public bool NeedsConsent { get; init; }

    public required ScopeSet Scopes { get; init; }

    public required ScopeSet Audiences { get; init; }

    /// <summary>When the user showed a credential; null: at the insert.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    public required string Acr { get; init; }

    public required string Amr { get; init; }

    /// <summary>Of generation 0; null when no refresh token is granted. Such a session ends with the browser sign-in that it starts from at the latest.</summary>
    public TokenHash? TokenHash { get; init; }

    public byte KeyId { get; init; }

    public required TimeSpan IdleLifetime { get; init; }

    public required TimeSpan AbsoluteLifetime { get; init; }

    public string? ProofKeyThumbprint { get; init; }

    public required Caller Caller { get; init; }
}
