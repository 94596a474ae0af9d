using AuthServer.AdminApi.Sessions;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.AdminApi.Incidents;

/// <summary>The answer to an incident, as far as it is.</summary>
public sealed record IncidentDocument
{
    /// <summary>Null for a dry run.</summary>
    public Guid? Id { get; init; }

    public required SessionQuery Filter { get; init; }

    /// <summary>running, stopped or finished; null for a dry run.</summary>
    public IncidentState? State { get; init; }

    /// <summary>How many active sessions met the filter when it began.</summary>
    public required int Matched { get; init; }

    /// <summary>How many have ended so far.</summary>
    public required int Ended { get; init; }

    public required bool EndSignIns { get; init; }

    public string? Note { get; init; }

    public string? Actor { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    internal static IncidentDocument Of(Incident incident) => new()
    {
        Id = incident.Id.Value,
        Filter = Of(incident.Filter),
        State = incident.State,
        Matched = incident.Matched,
        Ended = incident.Ended,
        EndSignIns = incident.EndsSignIns,
        Note = incident.Note,
        Actor = incident.Actor,
        CreatedAt = incident.CreatedAt.UtcDateTime,
        FinishedAt = incident.FinishedAt?.UtcDateTime,
    };

    internal static SessionQuery Of(SessionFilter filter) => new()
    {
        UserId = filter.User?.ToString(),
        ClientId = filter.Client?.Value,
        SignInId = filter.SignIn?.ToString(),
        Ip = filter.Address?.ToString(),
        UserAgent = filter.UserAgent,
        State = filter.State is { } state ? (state == SessionState.Active ? "active" : "ended") : null,
        EndReason = filter.EndReason?.Exact(),
        CreatedFrom = Written(filter.CreatedFrom),
        CreatedBefore = Written(filter.CreatedBefore),
        UsedFrom = Written(filter.UsedFrom),
        UsedBefore = Written(filter.UsedBefore),
    };

    private static string? Written(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
