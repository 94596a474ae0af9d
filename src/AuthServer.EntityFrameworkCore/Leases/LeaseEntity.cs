namespace AuthServer.EntityFrameworkCore.Leases;

/// <summary>Work that one node at a time does, and which node may do it until when.</summary>
public sealed class LeaseEntity
{
    public required string Name { get; set; }

    public Guid Holder { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
