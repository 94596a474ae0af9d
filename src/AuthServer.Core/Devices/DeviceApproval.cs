namespace AuthServer.Core.Devices;

/// <summary>What a user allowed a device, and the sign-in under which it was allowed.</summary>
public sealed record DeviceApproval
{
    public required string Scopes { get; init; }

    public required string Acr { get; init; }

    public required string Amr { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required Guid SignInId { get; init; }
}
