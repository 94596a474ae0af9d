using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Scopes;

internal sealed class ScopeEntityConfiguration : IEntityTypeConfiguration<ScopeEntity>
{
    public void Configure(EntityTypeBuilder<ScopeEntity> builder)
    {
        builder.ToTable("scopes");
        builder.HasKey(scope => scope.Name);
        builder.Property(scope => scope.Name).HasMaxLength(128);
    }
}
