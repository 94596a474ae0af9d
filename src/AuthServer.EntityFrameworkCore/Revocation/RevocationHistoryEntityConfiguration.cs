using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Revocation;

internal sealed class RevocationHistoryEntityConfiguration : IEntityTypeConfiguration<RevocationHistoryEntity>
{
    public void Configure(EntityTypeBuilder<RevocationHistoryEntity> builder) => builder.ToTable("revocation_histories");
}
