using System.Data.Common;
using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Reads columns that may be null, and those that come in groups.</summary>
internal static class RowValues
{
    public static Guid? Id(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static int? Number(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static byte[]? Bytes(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    public static DateTimeOffset? Instant(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    public static EndReason? Reason(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : (EndReason)reader.GetInt16(column);

    /// <summary>Three columns: the epoch, why it was raised, and whether the owner is disabled. One that does not exist reads as disabled.</summary>
    public static OwnerState Owner(this DbDataReader reader, int first) =>
        new(reader.GetInt32(first), reader.Reason(first + 1), reader.IsDBNull(first + 2) || reader.GetBoolean(first + 2));
}
