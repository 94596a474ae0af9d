using AuthServer.EntityFrameworkCore.Revocation;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.EntityFrameworkCore;

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
    }
}
