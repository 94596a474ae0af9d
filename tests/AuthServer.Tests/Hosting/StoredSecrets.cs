using System.Buffers.Text;
using AuthServer.Testing.PostgreSql;

namespace AuthServer.Tests.Hosting;

/// <summary>What a database keeps and nobody is to see: asked of the schema, so that a new column is there by itself.</summary>
public static class StoredSecrets
{
    /// <summary>Shorter values are in many answers by chance.</summary>
    private const int Shortest = 12;

    /// <summary>Everything binary, in each of the forms in which it could be written, and every hash and stamp that is text.</summary>
    public static async Task<IReadOnlyList<string>> StoredSecretsAsync(this TestDatabase database)
    {
        var columns = await database.ReadAsync(
            """
            SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND (data_type = 'bytea' OR column_name ~ '(hash|stamp|salt)$' OR (table_name = 'user_tokens' AND column_name = 'value'))
            """,
            row => (Table: row.GetString(0), Column: row.GetString(1), IsBinary: row.GetString(2) == "bytea"));
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (table, column, isBinary) in columns)
        {
            var values = await database.ReadAsync($"SELECT {column} FROM {table} WHERE {column} IS NOT NULL", row => row.GetValue(0));
            secrets.UnionWith(isBinary ? values.Cast<byte[]>().SelectMany(Written) : values.Select(value => value.ToString()!));
        }

        return [.. secrets.Where(secret => secret.Length >= Shortest)];
    }

    private static IEnumerable<string> Written(byte[] bytes) =>
        [Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), Base64Url.EncodeToString(bytes)];
}
