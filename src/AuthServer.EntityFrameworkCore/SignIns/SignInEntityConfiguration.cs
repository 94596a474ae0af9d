using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.SignIns;

internal sealed class SignInEntityConfiguration : IEntityTypeConfiguration<SignInEntity>
{
    public void Configure(EntityTypeBuilder<SignInEntity> builder)
    {
        builder.ToTable("sign_ins");
        builder.Property(signIn => signIn.Id).ValueGeneratedNever();
        builder.Property(signIn => signIn.Acr).HasMaxLength(256);
        builder.Property(signIn => signIn.Amr).HasMaxLength(256);
        builder.Property(signIn => signIn.CreatedIp).HasMaxLength(64);
        builder.Property(signIn => signIn.CreatedUserAgent).HasMaxLength(256);
        builder.Property(signIn => signIn.EndReason).HasConversion<short?>();
        builder.Property(signIn => signIn.EndedBy).HasMaxLength(256);
        builder.Property(signIn => signIn.CreatedAddress).HasMaxLength(32);
        builder.HasIndex(signIn => signIn.UserId);

        // How an incident finds those that are active.
        builder.HasIndex(signIn => new { signIn.CreatedAt, signIn.Id }, "ix_sign_ins_active").HasFilter("ended_at IS NULL");
        builder.HasIndex(signIn => signIn.CreatedAddress).HasFilter("ended_at IS NULL");
        builder.HasIndex(signIn => signIn.ExpiresAt).HasFilter("ended_at IS NULL");
        builder.HasIndex(signIn => new { signIn.EndedAt, signIn.Id }).HasFilter("ended_at IS NOT NULL");
    }
}
