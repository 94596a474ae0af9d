using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using AuthServer.Testing.PostgreSql;

namespace AuthServer.Tests.Dump;

/// <summary>Everything that a thief of the database holds, in every spelling in which it might be worth something.</summary>
public static partial class DatabaseDump
{
    /// <summary>Every value of every column of every table of every schema but the engine's own.</summary>
    public static async Task<IReadOnlySet<string>> SpellingsAsync(TestDatabase database)
    {
        var columns = await database.ReadAsync(
            """
            SELECT c.table_schema, c.table_name, c.column_name, c.data_type FROM information_schema.columns c
            JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
            """,
            row => (Table: $"\"{row.GetString(0)}\".\"{row.GetString(1)}\"", Column: $"\"{row.GetString(2)}\"", Type: row.GetString(3)));
        var spellings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (table, column, type) in columns)
        {
            var values = type == "bytea"
                ? (await database.ReadAsync($"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL", row => row.GetFieldValue<byte[]>(0))).SelectMany(OfBytes)
                : (await database.ReadAsync($"SELECT DISTINCT {column}::text FROM {table} WHERE {column} IS NOT NULL", row => row.GetString(0))).SelectMany(OfText);
            spellings.UnionWith(values.Where(value => value.Length > 0));
        }

        return spellings;
    }

    private static IEnumerable<string> OfBytes(byte[] bytes) =>
    [
        Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), Base64Url.EncodeToString(bytes), Encoding.Latin1.GetString(bytes).Replace('\0', ' '),
        $"ar_{Base64Url.EncodeToString(bytes)}",
    ];

    private static IEnumerable<string> OfText(string text) =>
    [
        text, $"ar_{text}", .. OfBytes(Encoding.UTF8.GetBytes(text)), .. Pieces().Split(text).Where(piece => piece.Length > 8),
        .. Guid.TryParse(text, out var id) ? OfBytes(id.ToByteArray(bigEndian: true)) : [],
    ];

    /// <summary>What stands between the marks of XML, JSON and our own prefixes.</summary>
    [GeneratedRegex("""[<>"=\s{},:]+""")]
    private static partial Regex Pieces();
}
