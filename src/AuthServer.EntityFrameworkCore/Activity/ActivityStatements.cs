namespace AuthServer.EntityFrameworkCore.Activity;

/// <summary>The statements of <see cref="RelationalActivityHistory"/> in one database's dialect. Parameters have the same names in both.</summary>
internal sealed record ActivityStatements
{
    /// <summary>Adds counts that come as one JSON array. In the order of the key, so that two nodes that add to the same rows wait and never deadlock.</summary>
    public required string Add { get; init; }

    /// <summary>Counts the active sessions, over an index of their own, and keeps the number.</summary>
    public required string Sample { get; init; }

    public required string FindSample { get; init; }

    /// <summary>Returns name, number of the step and count.</summary>
    public required string Read { get; init; }

    public static ActivityStatements PostgreSql { get; } = new()
    {
        Add = """
            INSERT INTO activity_counts AS a (minute, name, count)
            SELECT r.minute, r.name, r.count FROM json_to_recordset(CAST(@counts AS json)) AS r (minute timestamptz, name text, count bigint)
            ORDER BY r.minute, r.name
            ON CONFLICT (minute, name) DO UPDATE SET count = a.count + EXCLUDED.count
            """,

        Sample = """
            INSERT INTO activity_counts (minute, name, count)
            SELECT @minute, @name, COUNT(*) FROM sessions WHERE ended_at IS NULL
            ON CONFLICT (minute, name) DO UPDATE SET count = EXCLUDED.count
            RETURNING count
            """,

        FindSample = "SELECT count FROM activity_counts WHERE name = @name AND minute >= @since ORDER BY minute DESC LIMIT 1",

        Read = """
            SELECT name, FLOOR(EXTRACT(EPOCH FROM minute - @from) / @step)::int AS slot, (CASE WHEN name = @sampled THEN MAX(count) ELSE SUM(count) END)::bigint
            FROM activity_counts WHERE minute >= @from AND minute < @to
            GROUP BY name, slot ORDER BY name, slot
            """,
    };

    public static ActivityStatements SqlServer { get; } = new()
    {
        Add = """
            MERGE activity_counts WITH (HOLDLOCK) AS a
            USING (SELECT minute, name, [count] FROM OPENJSON(@counts) WITH (
                minute datetimeoffset, name nvarchar(64) COLLATE Latin1_General_100_BIN2, [count] bigint)) AS r
            ON a.minute = r.minute AND a.name = r.name
            WHEN MATCHED THEN UPDATE SET [count] = a.[count] + r.[count]
            WHEN NOT MATCHED THEN INSERT (minute, name, [count]) VALUES (r.minute, r.name, r.[count]);
            """,

        Sample = """
            MERGE activity_counts WITH (HOLDLOCK) AS a
            USING (SELECT @minute AS minute, @name AS name, COUNT_BIG(*) AS [count] FROM sessions WHERE ended_at IS NULL) AS r
            ON a.minute = r.minute AND a.name = r.name
            WHEN MATCHED THEN UPDATE SET [count] = r.[count]
            WHEN NOT MATCHED THEN INSERT (minute, name, [count]) VALUES (r.minute, r.name, r.[count])
            OUTPUT inserted.[count];
            """,

        FindSample = "SELECT TOP (1) [count] FROM activity_counts WHERE name = @name AND minute >= @since ORDER BY minute DESC;",

        Read = """
            SELECT c.name, c.slot, CAST(CASE WHEN c.name = @sampled THEN MAX(c.[count]) ELSE SUM(c.[count]) END AS bigint)
            FROM (
                SELECT name, [count], CAST(FLOOR(DATEDIFF(second, @from, minute) / @step) AS int) AS slot
                FROM activity_counts WHERE minute >= @from AND minute < @to) AS c
            GROUP BY c.name, c.slot ORDER BY c.name, c.slot;
            """,
    };
}
