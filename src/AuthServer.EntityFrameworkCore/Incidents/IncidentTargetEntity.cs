namespace AuthServer.EntityFrameworkCore.Incidents;

/// <summary>
/// What an incident is about and has not come to yet, remembered when it began: a session with the browser sign-in that it started from, or a sign-in by itself.
/// The row goes with the batch that it was part of.
/// </summary>
public sealed class IncidentTargetEntity
{
    public Guid IncidentId { get; set; }

    /// <summary>From 1, without a gap: sessions in the order of their ids, and after them the sign-ins.</summary>
    public int Number { get; set; }

    public Guid? SessionId { get; set; }

    public Guid? SignInId { get; set; }
}
