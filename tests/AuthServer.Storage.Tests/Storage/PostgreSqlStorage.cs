using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Clients;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Audit;
using AuthServer.Testing.Logout;
using AuthServer.Testing.PostgreSql;
using AuthServer.Testing.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServer.Storage.Tests.Storage;

/// <summary>PostgreSQL. Its clock cannot be set, so time passes by moving every stored instant back.</summary>
public sealed class PostgreSqlStorage(PostgreSqlFixture postgreSql) : SessionStorage
{
    private TestDatabase _database = null!;

    public override int Rounds => 200;

    /// <summary>For what no store can do.</summary>
    public TestDatabase Database => _database;

    /// <summary>Makes each insert of a session take this long, between the reading of its user and its commit.</summary>
    public Task SlowDownSignInsAsync(TimeSpan by) => _database.ExecuteAsync(
        $"""
        CREATE OR REPLACE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep({(int)by.TotalMilliseconds} / 1000.0); RETURN NEW; END';
        CREATE OR REPLACE TRIGGER slow_down BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION slow_down();
        """);

    public override async Task<TestUser> AddUserAsync(UserClaims? claims = null)
    {
        var user = new AuthUser { Id = Guid.NewGuid(), UserName = Guid.NewGuid().ToString("N"), Claims = claims?.ToStored() ?? "" };
        await SaveAsync(user);
        return new TestUser(new UserId(user.Id), user.Epoch);
    }

    public override async Task<ClientRegistration> AddClientAsync(ClientRegistration client)
    {
        await SaveAsync(new ClientEntity
        {
            Id = client.Id.Value,
            Type = client.Type,
            GrantTypes = string.Join(' ', client.GrantTypes),
            Scopes = client.Scopes.ToString(),
            DefaultScopes = client.DefaultScopes.ToString(),
            Metadata = client.Metadata == ClientMetadata.None ? "" : client.Metadata.ToStored(),
            BackChannelLogoutUri = client.Metadata.BackchannelLogoutUri,
            AccessTokenLifetime = client.AccessTokenLifetime,
            SessionIdleLifetime = client.SessionIdleLifetime,
            SessionAbsoluteLifetime = client.SessionAbsoluteLifetime,
            RetryWindow = client.RetryWindow?.ToString(),
            RetryLimit = client.RetryLimit,
            ForeignRetryLimit = client.ForeignRetryLimit,
        });
        return (await First.Get<IClientStore>().FindAsync(client.Id, CancellationToken.None))!;
    }

    public override Task RaiseEpochAsync(UserId user, EndReason reason) =>
        _database.ExecuteAsync("UPDATE users SET epoch = epoch + 1, epoch_reason = @reason WHERE id = @id", ("id", user.Value), ("reason", (short)reason));

    public override Task RaiseEpochAsync(ClientId client, EndReason reason) =>
        _database.ExecuteAsync("UPDATE clients SET epoch = epoch + 1, epoch_reason = @reason WHERE id = @id", ("id", client.Value), ("reason", (short)reason));

    public override Task DisableAsync(UserId user) => _database.ExecuteAsync("UPDATE users SET disabled = TRUE WHERE id = @id", ("id", user.Value));

    public override Task DisableAsync(ClientId client) => _database.ExecuteAsync("UPDATE clients SET disabled = TRUE WHERE id = @id", ("id", client.Value));

    public override Task DeleteAsync(UserId user) => _database.ExecuteAsync("DELETE FROM users WHERE id = @id", ("id", user.Value));

    public override Task DeleteAsync(ClientId client) => _database.ExecuteAsync("DELETE FROM clients WHERE id = @id", ("id", client.Value));

    public override Task LockOutAsync(UserId user, TimeSpan duration) =>
        _database.ExecuteAsync("UPDATE users SET lockout_end = clock_timestamp() + @duration WHERE id = @id", ("id", user.Value), ("duration", duration));

    public override Task ChangeAsync(ClientId client) => _database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = @id", ("id", client.Value));

    // xmin and ctid show a write even if it changed nothing.
    public override async Task<string?> ReadRowAsync(SessionId session) =>
        (await _database.ReadAsync("SELECT s.xmin || ' ' || s.ctid || ' ' || s::text FROM sessions AS s WHERE id = @id", row => row.GetString(0), ("id", session.Value)))
            .SingleOrDefault();

    public override Task<IReadOnlyList<AuditRecord>> ReadAuditAsync() => _database.ReadAsync(
        "SELECT type, actor, session_id, user_id, client_id, reason, ip, user_agent, generation_distance, detail FROM audit_events ORDER BY id",
        row => new AuditRecord(row.GetString(0), row.GetString(1))
        {
            SessionId = Value<Guid>(row, 2) is { } session ? new SessionId(session) : null,
            UserId = Value<Guid>(row, 3) is { } user ? new UserId(user) : null,
            ClientId = Reference<string>(row, 4) is { } client ? new ClientId(client) : null,
            Reason = Reference<string>(row, 5),
            Ip = row.GetString(6),
            UserAgent = row.GetString(7),
            GenerationDistance = Value<long>(row, 8),
            Detail = Reference<string>(row, 9),
        });

    public override Task<IReadOnlyList<RevocationRecord>> ReadRevocationsAsync() => _database.ReadAsync(
        "SELECT kind, subject, minimum_epoch FROM revocation_entries ORDER BY id",
        row => new RevocationRecord((RevocationSubject)row.GetInt16(0), row.GetString(1), row.GetInt32(2)));

    public override Task<IReadOnlyList<LogoutRecord>> ReadLogoutsAsync() => _database.ReadAsync(
        """
        SELECT client_id, user_id, session_id FROM logout_deliveries
        WHERE attempts = 0 AND delivered_at IS NULL AND next_attempt_at = created_at AND next_attempt_at <= clock_timestamp() ORDER BY id
        """,
        row => new LogoutRecord(new ClientId(row.GetString(0)), new UserId(row.GetGuid(1)), new SessionId(row.GetGuid(2))));

    protected override async Task OpenAsync() => _database = await postgreSql.CreateDatabaseAsync();

    protected override async Task CloseAsync() => await _database.DisposeAsync();

    protected override void AddStores(IServiceCollection services) =>
        services.AddAuthServerEntityFrameworkCore(DatabaseProvider.PostgreSql, _database.ConnectionString);

    protected override Task AdvanceStorageAsync(TimeSpan by) => _database.ExecuteAsync(
        """
        WITH u AS (UPDATE users SET lockout_end = lockout_end - @by WHERE lockout_end IS NOT NULL),
        i AS (
            UPDATE sign_ins SET created_at = created_at - @by, authenticated_at = authenticated_at - @by, expires_at = expires_at - @by,
                last_seen_at = last_seen_at - @by, ended_at = ended_at - @by),
        r AS (UPDATE revocation_entries SET created_at = created_at - @by, expires_at = expires_at - @by),
        n AS (UPDATE incidents SET created_at = created_at - @by, taken_until = taken_until - @by),
        m AS (UPDATE unmarked_ends SET created_at = created_at - @by),
        l AS (UPDATE logout_deliveries SET created_at = created_at - @by, next_attempt_at = next_attempt_at - @by),
        o AS (
            UPDATE one_time_artefacts SET created_at = created_at - @by, expires_at = expires_at - @by, spent_at = spent_at - @by,
                polled_at = polled_at - @by)
        UPDATE sessions SET
            created_at = created_at - @by, authenticated_at = authenticated_at - @by, rotated_at = rotated_at - @by, last_used_at = last_used_at - @by,
            last_used_on = ((last_used_at - @by) AT TIME ZONE 'UTC')::date,
            idle_expires_at = idle_expires_at - @by, absolute_expires_at = absolute_expires_at - @by, ended_at = ended_at - @by
        """,
        ("by", by));

    private static T? Value<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static T? Reference<T>(NpgsqlDataReader row, int column)
        where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private async Task SaveAsync(object entity)
    {
        await using var context = await First.Get<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        context.Add(entity);
        await context.SaveChangesAsync();
    }
}
