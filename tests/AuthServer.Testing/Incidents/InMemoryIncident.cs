using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;

namespace AuthServer.Testing.Incidents;

/// <summary>The row of an incident.</summary>
internal sealed record InMemoryIncident(Incident Incident)
{
    /// <summary>What it is about and has not come to yet.</summary>
    public required IReadOnlyList<(SessionId? Session, SignInId? SignIn)> Targets { get; init; }

    public DateTimeOffset? TakenUntil { get; init; }
}
