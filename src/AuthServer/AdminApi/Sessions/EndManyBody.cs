namespace AuthServer.AdminApi.Sessions;

/// <summary>The end of chosen sessions. For all that meet a filter, open an incident.</summary>
public sealed record EndManyBody : INoted
{
    public const int MaximumIds = 500;

    /// <summary>1 to 500 ids; sessions that are not active are passed over.</summary>
    public required IReadOnlyList<Guid> Ids { get; init; }

    /// <summary>Whether the browser sign-ins that they started from end too.</summary>
    public bool EndSignIns { get; init; } = true;

    /// <inheritdoc/>
    public string? Note { get; init; }
}
