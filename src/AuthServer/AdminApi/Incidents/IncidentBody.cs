using AuthServer.AdminApi.Sessions;

namespace AuthServer.AdminApi.Incidents;

/// <summary>An incident to answer: every active session that meets the filter ends.</summary>
public sealed record IncidentBody : INoted
{
    /// <summary>Which sessions; an empty one means all of them.</summary>
    public required SessionQuery Filter { get; init; }

    /// <summary>Only tell how many it would be.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether the browser sign-ins that they started from end too, and those that meet the filter by themselves.</summary>
    public bool EndSignIns { get; init; } = true;

    /// <summary>Why; kept in audit beside every session that ends, and needed unless this is a dry run.</summary>
    public string? Note { get; init; }
}
