using AuthServer.EntityFrameworkCore.Revocation;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>What the model needs on SQL Server alone.</summary>
internal static class SqlServerModel
{
    // Identifiers and hashes on the wire are compared ordinally; the database must not be kinder.
    private const string Ordinal = "Latin1_General_100_BIN2";

    public static void Apply(ModelBuilder builder)
    {
        builder.Entity<RevocationEntryEntity>().Property<byte[]>("RowVersion").HasColumnName("row_version").IsRowVersion();
        builder.Entity<RevocationEntryEntity>().HasIndex("RowVersion").HasDatabaseName("ix_revocation_entries_row_version");

        var wireIdentifiers = builder.Model.GetEntityTypes()
            .Where(entity => entity.ClrType.Namespace!.StartsWith(typeof(AuthDbContext).Namespace!, StringComparison.Ordinal))
            .Where(entity => entity.ClrType.Namespace != typeof(Users.AuthUser).Namespace)
            .SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string));
        foreach (var property in wireIdentifiers)
        {
            property.SetCollation(Ordinal);
        }
    }
}
