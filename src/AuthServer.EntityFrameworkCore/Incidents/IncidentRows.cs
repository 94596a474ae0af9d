using System.Net;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using AuthServer.EntityFrameworkCore.Sessions;

namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>What the row of an incident says.</summary>
internal static class IncidentRows
{
    public static Incident ToIncident(this IncidentEntity entity) => new()
    {
        Id = new IncidentId(entity.Id),
        Filter = SessionFilter.FromStored(entity.Filter),
        Note = entity.Note,
        Actor = entity.Actor,
        Caller = new Caller(IPAddress.TryParse(entity.Ip, out var address) ? address : null, entity.UserAgent),
        EndsSignIns = entity.EndsSignIns,
        CreatedAt = entity.CreatedAt,
        State = entity.State,
        Matched = entity.Matched,
        Ended = entity.Ended,
        FinishedAt = entity.FinishedAt,
    };

    /// <summary>The active sessions that are meant; what was signed in after it began is not.</summary>
    public static IQueryable<SessionEntity> MatchingActive(this AuthDbContext context, IncidentEntity incident) => context
        .Matching(SessionFilter.FromStored(incident.Filter) with { State = SessionState.Active })
        .Where(session => session.CreatedAt <= incident.CreatedAt);
}
