using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Logout;

internal sealed class LogoutDeliveryEntityConfiguration : IEntityTypeConfiguration<LogoutDeliveryEntity>
{
    public void Configure(EntityTypeBuilder<LogoutDeliveryEntity> builder)
    {
        builder.ToTable("logout_deliveries");
        builder.Property(delivery => delivery.ClientId).HasMaxLength(128);
        builder.Property(delivery => delivery.LastError).HasMaxLength(LogoutDeliveryEntity.LongestError);
        builder.HasIndex(delivery => delivery.NextAttemptAt);
        builder.HasIndex(delivery => delivery.CreatedAt);
    }
}
