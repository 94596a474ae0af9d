using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Sessions;

internal sealed class SessionEntityConfiguration : IEntityTypeConfiguration<SessionEntity>
{
    public void Configure(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.ToTable("sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.ClientId).HasMaxLength(128);
        builder.Property(session => session.TokenHash).HasMaxLength(32);
        builder.Property(session => session.PredecessorHash).HasMaxLength(32);
        builder.Property(session => session.Salt).HasMaxLength(16);
        builder.Property(session => session.ProofKeyThumbprint).HasMaxLength(64);
        builder.Property(session => session.EndReason).HasConversion<short?>();
        builder.Property(session => session.EndedBy).HasMaxLength(256);
        builder.Property(session => session.Acr).HasMaxLength(256);
        builder.Property(session => session.Amr).HasMaxLength(256);
        builder.Property(session => session.CreatedIp).HasMaxLength(64);
        builder.Property(session => session.CreatedUserAgent).HasMaxLength(256);
        builder.Property(session => session.LastIp).HasMaxLength(64);
        builder.Property(session => session.LastNetwork).HasMaxLength(64);
        builder.Property(session => session.LastUserAgent).HasMaxLength(256);
        builder.Property(session => session.CreatedAddress).HasMaxLength(32);
        builder.Property(session => session.LastAddress).HasMaxLength(32);
        ConfigureLists(builder);
        ConfigureSweeps(builder);
    }

    /// <summary>Each way to list sessions, newest first, has an index of its own.</summary>
    private static void ConfigureLists(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.HasIndex(session => new { session.CreatedAt, session.Id });
        builder.HasIndex(session => new { session.CreatedAt, session.Id }, "ix_sessions_active").HasFilter("ended_at IS NULL");
        builder.HasIndex(session => new { session.UserId, session.CreatedAt, session.Id });
        builder.HasIndex(session => new { session.ClientId, session.CreatedAt, session.Id });
        builder.HasIndex(session => new { session.EndReason, session.CreatedAt, session.Id }, "ix_sessions_end_reason").HasFilter("ended_at IS NOT NULL");
        builder.HasIndex(session => session.SignInId);
        builder.HasIndex(session => session.CreatedAddress);
        builder.HasIndex(session => session.LastAddress, "ix_sessions_last_address");
        builder.HasIndex(session => session.LastUsedOn);
    }

    /// <summary>What has expired is found by the day of its last use, since the instant changes with every rotation; what has ended long ago, by its end.</summary>
    private static void ConfigureSweeps(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.HasIndex(session => new { session.ClientId, session.LastUsedOn, session.Id }, "ix_sessions_idle").HasFilter("ended_at IS NULL");
        builder.HasIndex(session => session.AbsoluteExpiresAt, "ix_sessions_absolute_expiry").HasFilter("ended_at IS NULL");
        builder.HasIndex(session => new { session.EndedAt, session.Id }, "ix_sessions_ended").HasFilter("ended_at IS NOT NULL");
    }
}
