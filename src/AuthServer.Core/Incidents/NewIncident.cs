using AuthServer.Core.Audit;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Incidents;

/// <summary>An incident that is about to be answered. Whatever state the filter names, it is active sessions that end.</summary>
/// <param name="Note">Why, in the words of whoever begins it; at most <see cref="AuditEvent.MaximumDetailLength"/> characters.</param>
/// <param name="Actor">Who begins it: <c>admin:…</c> or <c>operator:…</c>.</param>
public sealed record NewIncident(SessionFilter Filter, string Note, string Actor, Caller Caller)
{
    /// <summary>Whether the browser sign-ins end from which the sessions started, and those that meet the filter by themselves.</summary>
    public bool EndsSignIns { get; init; } = true;
}
