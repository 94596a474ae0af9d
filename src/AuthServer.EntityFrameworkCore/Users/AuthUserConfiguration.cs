using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Users;

internal sealed class AuthUserConfiguration : IEntityTypeConfiguration<AuthUser>
{
    public void Configure(EntityTypeBuilder<AuthUser> builder)
    {
        // A tracked save that read the epoch before it was raised must not lower it again.
        builder.Property(user => user.Epoch).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(user => user.EpochReason).HasConversion<short?>().Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);

        // The failure count is written by one atomic statement alone.
        builder.Property(user => user.AccessFailedCount).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
