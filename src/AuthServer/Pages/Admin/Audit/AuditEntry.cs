using AuthServer.EntityFrameworkCore.Audit;

namespace AuthServer.Pages.Admin.Audit;

/// <summary>An audit event as administrators read it.</summary>
/// <param name="Row">As it is stored.</param>
/// <param name="UserName">The name of the user whom it is about; null when there is none, or none any more.</param>
internal sealed record AuditEntry(AuditEventEntity Row, string? UserName)
{
    private static readonly string[] Alarming = ["reuse_detected", "code_reused", "state_lost", "incident"];

    /// <summary>The colour of a mark beside it.</summary>
    public string Tone => Row.Reason is { } reason && Alarming.Contains(reason, StringComparer.Ordinal) ? "bad"
        : Row.Type.EndsWith(".created", StringComparison.Ordinal) ? "good"
        : "";
}
