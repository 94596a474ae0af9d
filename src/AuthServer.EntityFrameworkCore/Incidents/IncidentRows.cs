using System.Net;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

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
}
