namespace AuthServer.Core.Incidents;

/// <summary>How far the answer to an incident is. The numbers are stored.</summary>
public enum IncidentState
{
    Running = 1,
    Stopped = 2,
    Finished = 3,
}
