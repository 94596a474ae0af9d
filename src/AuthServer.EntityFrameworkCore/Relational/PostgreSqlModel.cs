using AuthServer.EntityFrameworkCore.Revocation;
using AuthServer.EntityFrameworkCore.Sessions;
using AuthServer.EntityFrameworkCore.SignIns;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>What the model needs on PostgreSQL alone.</summary>
internal static class PostgreSqlModel
{
    // Half of each page stays free, so that a rotation finds room beside the row and needs to touch no index.
    private const int SessionsFillFactor = 50;

    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<SessionEntity>().HasStorageParameter("fillfactor", SessionsFillFactor);
        builder.Entity<RevocationEntryEntity>().Property<ulong>("TransactionId")
            .HasColumnName("transaction_id").HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.Entity<RevocationEntryEntity>().HasIndex("TransactionId").HasDatabaseName("ix_revocation_entries_transaction_id");

        // What is searched for by a part of it.
        builder.HasPostgresExtension("pg_trgm");
        builder.Entity<SessionEntity>().HasIndex(session => session.CreatedUserAgent, "ix_sessions_created_user_agent").ByParts();
        builder.Entity<SessionEntity>().HasIndex(session => session.LastUserAgent, "ix_sessions_last_user_agent").ByParts()
            .HasFilter("last_user_agent <> created_user_agent");

        // Where most are used is where they were signed in; the end of a session has two indexes less to write to.
        builder.Entity<SessionEntity>().HasIndex(session => session.LastAddress, "ix_sessions_last_address").HasFilter("last_address <> created_address");
        builder.Entity<SignInEntity>().HasIndex(signIn => signIn.CreatedUserAgent, "ix_sign_ins_created_user_agent").ByParts();
        builder.Entity<AuthUser>().HasIndex(user => user.NormalizedUserName, "ix_users_user_name_parts").ByParts();
        builder.Entity<AuthUser>().HasIndex(user => user.NormalizedEmail, "ix_users_email_parts").ByParts();
    }

    private static IndexBuilder<T> ByParts<T>(this IndexBuilder<T> index) => index.HasMethod("gin").HasOperators("gin_trgm_ops");
}
