namespace AuthServer.EntityFrameworkCore.Keys;

/// <summary>The row of a signing key. The private half is wrapped under the Data Protection ring, which is encrypted under the master key.</summary>
public sealed class SigningKeyEntity
{
    public required string KeyId { get; set; }

    public required string Algorithm { get; set; }

    public int Number { get; set; }

    public required string PublicKey { get; set; }

    public required byte[] ProtectedPrivateKey { get; set; }

    public DateTimeOffset SignsFrom { get; set; }
}
