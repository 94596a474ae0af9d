using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Idempotency;

internal sealed class IdempotentAnswerEntityConfiguration : IEntityTypeConfiguration<IdempotentAnswerEntity>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswerEntity> builder)
    {
        builder.ToTable("idempotent_answers");
        builder.HasKey(answer => answer.KeyHash);
        builder.Property(answer => answer.KeyHash).HasMaxLength(32);
        builder.Property(answer => answer.RequestHash).HasMaxLength(32);
        builder.HasIndex(answer => answer.CreatedAt);
    }
}
