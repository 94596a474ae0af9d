namespace AuthServer.EntityFrameworkCore.DataProtection;

/// <summary>An element of the Data Protection ring, encrypted under the master key.</summary>
public sealed class DataProtectionKeyEntity
{
    public int Id { get; set; }

    public required string FriendlyName { get; set; }

    public required string Xml { get; set; }
}
