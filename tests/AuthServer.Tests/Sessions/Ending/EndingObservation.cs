using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Account;
using AuthServer.Tests.Sessions.Ending.Doors;
using Npgsql;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What can be seen afterwards, over the wire and in the database.</summary>
internal sealed class EndingObservation(EndingScene scene)
{
    private static readonly Parts[] Sessions = [Parts.This, Parts.Beside, Parts.AtClient, Parts.Elsewhere, Parts.Stranger];

    private static readonly Parts[] SignIns = [Parts.Here, Parts.There, Parts.TheirSignIn];

    private static readonly Parts[] Codes = [Parts.Code, Parts.CodeBeside, Parts.CodeElsewhere];

    private TestDatabase Database => scene.Server.Database;

    /// <summary>What is marked as ended, and why and by whom.</summary>
    public async Task<IReadOnlyList<(Parts Part, short? Reason, string? By)>> MarkedAsync()
    {
        var marked = new List<(Parts, short?, string?)>();
        foreach (var part in Sessions)
        {
            marked.AddRange(await RowsAsync("sessions", part, scene[part].SessionId));
        }

        foreach (var part in SignIns)
        {
            marked.AddRange(await RowsAsync("sign_ins", part, scene.SignIn(part).Value));
        }

        return marked;

        async Task<IEnumerable<(Parts, short?, string?)>> RowsAsync(string table, Parts part, Guid id) => await Database.ReadAsync(
            $"SELECT end_reason, ended_by FROM {table} WHERE id = @id AND ended_at IS NOT NULL",
            row => (part, (short?)row.GetInt16(0), (string?)row.GetString(1)),
            ("id", id));
    }

    public async Task<Parts> DeadTokensAsync()
    {
        var api = scene.Server.Host.As(scene.Server.Api);
        var dead = Parts.None;
        foreach (var session in Sessions)
        {
            dead |= (await api.IntrospectAsync(scene[session].AccessToken)).IsActive ? Parts.None : session;
        }

        return dead;
    }

    /// <summary>Which browsers would be asked for a password.</summary>
    public async Task<Parts> SignedOutBrowsersAsync()
    {
        var signedOut = Parts.None;
        foreach (var (part, browser) in new[] { (Parts.Here, scene.Here), (Parts.There, scene.There), (Parts.TheirSignIn, scene.Theirs) })
        {
            signedOut |= (await browser.GoToAsync("/account")).IsSignedIn() ? Parts.None : part;
        }

        return signedOut;
    }

    public async Task<Parts> ToldAsync()
    {
        var told = Parts.None;
        foreach (var session in Sessions)
        {
            var messages = await Database.ReadAsync("SELECT client_id FROM logout_deliveries WHERE session_id = @id", row => row.GetString(0), ("id", scene[session].SessionId));
            told |= messages.SingleOrDefault() is { } client && client == scene.ClientOf(session).Value ? session : Parts.None;
        }

        return told;
    }

    /// <summary>The latest entries of feed and audit.</summary>
    public async Task<(long Feed, long Audit)> LastAsync() => (await Database.ReadAsync(
        "SELECT (SELECT COALESCE(MAX(id), 0) FROM revocation_entries), (SELECT COALESCE(MAX(id), 0) FROM audit_events)",
        row => (row.GetInt64(0), row.GetInt64(1)))).Single();

    /// <summary>What the feed says since then, as <c>kind subject</c>.</summary>
    public Task<IReadOnlyList<string>> FeedAsync(long since) =>
        Database.ReadAsync("SELECT kind || ' ' || subject FROM revocation_entries WHERE id > @since", row => row.GetString(0), ("since", since));

    /// <summary>What audit says since then of users and clients as a whole.</summary>
    public Task<IReadOnlyList<(string Type, string Actor, string? Reason, string? Note, string Ip)>> AuditOfOwnersAsync(long since) => Database.ReadAsync(
        "SELECT type, actor, reason, detail, ip FROM audit_events WHERE id > @since AND type IN ('user.sessions_ended', 'user.tokens_ended', 'client.sessions_ended')",
        AuditRow,
        ("since", since));

    /// <summary>What audit says since then of orders to accounts and clients.</summary>
    public async Task<IReadOnlyList<(string Type, string Actor, string? Note, string Ip)>> AuditOfOrdersAsync(long since) => [.. (await Database.ReadAsync(
        "SELECT type, actor, reason, detail, ip FROM audit_events WHERE id > @since AND type = ANY (@orders)",
        AuditRow,
        ("since", since),
        ("orders", AdministratorDoors.Orders.Values.ToArray()))).Select(row => (row.Type, row.Actor, row.Note, row.Ip))];

    public Task<IReadOnlyList<(string Type, string Actor, string? Reason, string? Note, string Ip)>> AuditAsync(Parts session) => Database.ReadAsync(
        "SELECT type, actor, reason, detail, ip FROM audit_events WHERE session_id = @id AND type = 'session.ended'",
        AuditRow,
        ("id", scene[session].SessionId));

    /// <summary>What each session's holder is told at the next refresh: <c>200</c>, or the error with its reason.</summary>
    public async Task<IReadOnlyDictionary<Parts, string>> RefreshesAsync()
    {
        var told = new Dictionary<Parts, string>();
        foreach (var session in Sessions)
        {
            var answer = await scene.RefreshAsync(session);
            told[session] = answer.Status == 200 ? "200" : $"{answer.Status} {answer.Error} {answer.Reason}".TrimEnd();
        }

        return told;
    }

    public async Task<Parts> DeadCodesAsync()
    {
        var dead = Parts.None;
        foreach (var code in Codes)
        {
            dead |= (await scene.ExchangeAsync(code)).Status == 200 ? Parts.None : code;
        }

        return dead;
    }

    private static (string Type, string Actor, string? Reason, string? Note, string Ip) AuditRow(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4));
}
