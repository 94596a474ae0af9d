namespace AuthServer.AdminApi.Audit;

/// <summary>Which events are meant: those that meet every member that is set.</summary>
internal sealed record AuditFilter
{
    public string? Type { get; init; }

    public string? Actor { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? UserId { get; init; }

    public string? ClientId { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Before { get; init; }
}
