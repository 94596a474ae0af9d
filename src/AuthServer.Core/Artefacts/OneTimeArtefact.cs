using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.Artefacts;

/// <summary>Something that can be spent once, with the epochs under which it was made: what ends a user's sessions ends it too.</summary>
public sealed record OneTimeArtefact
{
    public required ArtefactKey Key { get; init; }

    public required ClientId ClientId { get; init; }

    public required int ClientEpoch { get; init; }

    public UserId? UserId { get; init; }

    public int? UserEpoch { get; init; }

    /// <summary>What it stands for, as its feature wrote it.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; init; }

    /// <summary>The session that came of it, which a replay ends.</summary>
    public SessionId? SessionId { get; init; }
}
