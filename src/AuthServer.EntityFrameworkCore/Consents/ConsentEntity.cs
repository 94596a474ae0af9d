namespace AuthServer.EntityFrameworkCore.Consents;

/// <summary>The row of what a user has allowed a client; see <see cref="Core.Consents.Consent"/>.</summary>
public sealed class ConsentEntity
{
    public Guid UserId { get; set; }

    public required string ClientId { get; set; }

    /// <summary>Space-separated.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset GrantedAt { get; set; }
}
