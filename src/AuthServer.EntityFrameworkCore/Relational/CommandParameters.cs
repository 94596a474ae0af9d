using System.Data;
using System.Data.Common;
using System.Text.Json;
using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;
using Npgsql;
using NpgsqlTypes;

namespace AuthServer.EntityFrameworkCore.Relational;

/// <summary>Adds parameters with their type said, so that a null is a null of something.</summary>
internal static class CommandParameters
{
    public static DbCommand Text(this DbCommand command, string name, string? value) => command.With(name, DbType.String, value);

    public static DbCommand Id(this DbCommand command, string name, Guid? value) => command.With(name, DbType.Guid, value);

    public static DbCommand Number(this DbCommand command, string name, int? value) => command.With(name, DbType.Int32, value);

    public static DbCommand Small(this DbCommand command, string name, short? value) => command.With(name, DbType.Int16, value);

    public static DbCommand Big(this DbCommand command, string name, long? value) => command.With(name, DbType.Int64, value);

    public static DbCommand Flag(this DbCommand command, string name, bool value) => command.With(name, DbType.Boolean, value);

    public static DbCommand Bytes(this DbCommand command, string name, byte[]? value) => command.With(name, DbType.Binary, value);

    public static DbCommand Seconds(this DbCommand command, string name, TimeSpan? value) => command.With(name, DbType.Double, value?.TotalSeconds);

    public static DbCommand Instant(this DbCommand command, string name, DateTimeOffset? value) =>
        command.With(name, DbType.DateTimeOffset, value?.ToUniversalTime());

    public static DbCommand Day(this DbCommand command, string name, DateOnly value) => command.With(name, DbType.Date, value.ToDateTime(TimeOnly.MinValue));

    /// <summary>Many ids: an array on PostgreSQL, where it is compared with <c>= ANY</c>; JSON on SQL Server, which <c>OPENJSON</c> reads.</summary>
    public static DbCommand Ids(this DbCommand command, string name, IEnumerable<Guid> ids)
    {
        if (command is not NpgsqlCommand npgsql)
        {
            return command.Text(name, JsonSerializer.Serialize(ids));
        }

        npgsql.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = ids.ToArray() });
        return command;
    }

    public static DbCommand Caller(this DbCommand command, Caller caller) => command.Text("ip", caller.Ip).Text("user_agent", caller.UserAgent);

    /// <summary>What every ending statement records: why, by whom and from where; and how long APIs must remember.</summary>
    public static DbCommand End(this DbCommand command, EndReason reason, string actor, Caller caller, string? note) => command
        .Small("reason", (short)reason)
        .Text("reason_name", reason.Exact())
        .Text("actor", actor)
        .Text("note", note)
        .FeedRetention()
        .Caller(caller);

    public static DbCommand FeedRetention(this DbCommand command) => command.Seconds("feed_retention", RevocationRetention.EntryLifetime);

    private static DbCommand With(this DbCommand command, string name, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }
}
