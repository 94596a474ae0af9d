using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Clients;

internal sealed class ClientEntityConfiguration : IEntityTypeConfiguration<ClientEntity>
{
    public void Configure(EntityTypeBuilder<ClientEntity> builder)
    {
        builder.ToTable("clients");
        builder.Property(client => client.Id).HasMaxLength(128);
        builder.Property(client => client.RetryWindow).HasMaxLength(32);
        builder.Property(client => client.BackChannelLogoutUri).HasMaxLength(2048);
        builder.Property(client => client.EpochReason).HasConversion<short?>();

        // SQL Server's time of day ends at 24 hours; a lifetime does not.
        builder.Property(client => client.AccessTokenLifetime).HasConversion<long>();
        builder.Property(client => client.SessionIdleLifetime).HasConversion<long>();
        builder.Property(client => client.SessionAbsoluteLifetime).HasConversion<long>();
        builder.Property(client => client.Version).IsConcurrencyToken();
        builder.HasMany(client => client.Secrets).WithOne().HasForeignKey(secret => secret.ClientId);
    }
}
