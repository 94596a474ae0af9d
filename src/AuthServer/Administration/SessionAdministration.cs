using AuthServer.Core.Clients;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Administration;

/// <summary>What an administrator ends, from whichever door, and what it would be. A note is kept in audit beside everything that ends.</summary>
public sealed class SessionAdministration(SessionEnding ending, ISessionDirectory directory, IncidentResponse incidents)
{
    /// <summary>Ends chosen sessions; those that are not active are passed over. Returns how many ended.</summary>
    public Task<int> EndAsync(IReadOnlyCollection<SessionId> sessions, bool withSignIns, Administrator by, string? note, CancellationToken cancellationToken) =>
        ending.EndManyAsync(
            new EndSessions(sessions, EndReason.AdminRevoked, by.Actor, by.Caller) { WithSignIns = withSignIns, Note = note }, cancellationToken);

    /// <summary>Ends all of a user's sessions, sign-ins and unspent codes.</summary>
    public Task<int> EndAllOfUserAsync(UserId user, Administrator by, string? note, CancellationToken cancellationToken) =>
        ending.EndAllOfUserAsync(new EndSessionsOfUser(user, EndReason.AdminRevoked, by.Actor, by.Caller) { Note = note }, cancellationToken);

    /// <summary>Ends all sessions and unspent codes of a client, which stays in service.</summary>
    public Task<int> EndAllOfClientAsync(ClientId client, Administrator by, string? note, CancellationToken cancellationToken) =>
        ending.EndAllOfClientAsync(new EndSessionsOfClient(client, EndReason.AdminRevoked, by.Actor, by.Caller) { Note = note }, cancellationToken);

    /// <summary>How many active sessions a filter meets now.</summary>
    public Task<int> CountAsync(SessionFilter filter, CancellationToken cancellationToken) =>
        directory.CountAsync(filter with { State = SessionState.Active, EndReason = null }, most: null, cancellationToken);

    /// <summary>Begins to end every active session that meets a filter; the nodes work it off, and it can be stopped and resumed.</summary>
    public Task<Incident> OpenIncidentAsync(SessionFilter filter, bool withSignIns, Administrator by, string note, CancellationToken cancellationToken) =>
        incidents.OpenAsync(new NewIncident(filter, note, by.Actor, by.Caller) { EndsSignIns = withSignIns }, cancellationToken);
}
