using AuthServer.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Incidents;

/// <summary>How people answer an incident, from every door: they begin, stop and resume it; the nodes work it off.</summary>
public sealed partial class IncidentResponse(IIncidentStore store, IncidentSignal signal, ILogger<IncidentResponse> logger)
{
    /// <summary>Begins to end everything that meets the filter. What it would be is told beforehand by the count of the session directory.</summary>
    public async Task<Incident> OpenAsync(NewIncident opening, CancellationToken cancellationToken)
    {
        var incident = await store.OpenAsync(opening, cancellationToken);
        LogOpened(logger, incident.Id, incident.Matched, incident.Actor);
        signal.Raise();
        return incident;
    }

    /// <summary>False when it was not running. When it returns, nothing more ends; what has ended stays ended.</summary>
    public async Task<bool> StopAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken)
    {
        var stopped = await store.StopAsync(id, actor, caller, cancellationToken);
        if (stopped)
        {
            LogStopped(logger, id, actor);
        }

        return stopped;
    }

    /// <summary>False when it was not stopped.</summary>
    public async Task<bool> ResumeAsync(IncidentId id, string actor, Caller caller, CancellationToken cancellationToken)
    {
        if (!await store.ResumeAsync(id, actor, caller, cancellationToken))
        {
            return false;
        }

        LogResumed(logger, id, actor);
        signal.Raise();
        return true;
    }

    [LoggerMessage(2020, LogLevel.Warning, "Incident {Incident} has begun: {Matched} sessions are to end, by {Actor}")]
    private static partial void LogOpened(ILogger logger, IncidentId incident, int matched, string actor);

    [LoggerMessage(2021, LogLevel.Warning, "Incident {Incident} was stopped by {Actor}")]
    private static partial void LogStopped(ILogger logger, IncidentId incident, string actor);

    [LoggerMessage(2022, LogLevel.Warning, "Incident {Incident} was resumed by {Actor}")]
    private static partial void LogResumed(ILogger logger, IncidentId incident, string actor);
}
