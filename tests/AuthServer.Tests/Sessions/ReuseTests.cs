using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Sessions;

[Spec("RFC 9700", "4.14.2")]
public sealed class ReuseTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task A_token_from_two_generations_ago_ends_its_session()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);
        var user = await host.CreateUserAsync();
        var tokens = await ChainAsync(host, user);
        await ReplayAsync(host, user, tokens);
    }

    [Fact]
    public async Task A_token_from_two_generations_ago_ends_its_session_after_a_restart_too()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        var host = await AuthServerHost.StartAsync(database);
        var user = await host.CreateUserAsync();
        var tokens = await ChainAsync(host, user);
        await host.DisposeAsync();

        await using var restarted = await AuthServerHost.StartAsync(database, new HostSettings { Port = host.Port });
        await ReplayAsync(restarted, user, tokens);
    }

    [Fact]
    public async Task The_successor_used_ends_the_predecessor_even_inside_the_window()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);
        var app = host.As(TestClients.PatientApp);
        var first = await app.SignInAsync(await host.CreateUserAsync());
        var second = await app.RefreshAsync(first.RefreshToken);
        (await app.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        (await app.RefreshAsync(second.RefreshToken)).Status.Should().Be(200);
        (await app.RefreshAsync(first.RefreshToken)).Error.Should().Be("invalid_grant");
        (await database.EndReasonAsync(first.SessionId)).Should().Be((short)EndReason.ReuseDetected);
    }

    private static async Task<Answer[]> ChainAsync(AuthServerHost host, AuthUser user)
    {
        var app = host.As(TestClients.App);
        var first = await app.SignInAsync(user);
        var second = await app.RefreshAsync(first.RefreshToken);
        return [first, second, await app.RefreshAsync(second.RefreshToken)];
    }

    private static async Task ReplayAsync(AuthServerHost host, AuthUser user, Answer[] tokens)
    {
        var thief = host.As(TestClients.App) with { UserAgent = "thief/6.6" };
        var replay = await thief.RefreshAsync(tokens[0].RefreshToken);
        (replay.Status, replay.Error, replay.Reason).Should().Be((400, "invalid_grant", null), "a token this old learns nothing");

        var owner = await host.As(TestClients.App).RefreshAsync(tokens[2].RefreshToken);
        (owner.Status, owner.Error, owner.Reason).Should().Be((400, "invalid_grant", "revoked"));
        var web = host.As(TestClients.Web);
        (await web.IntrospectAsync(tokens[2].RefreshToken)).IsActive.Should().BeFalse();
        (await host.Database.EndReasonAsync(tokens[0].SessionId)).Should().Be((short)EndReason.ReuseDetected);
        (await host.Database.AuditAsync(tokens[0].SessionId)).Where(audit => audit.Type == "session.ended").Should().Equal(
            new AuditRow("session.ended", "server", "app", user.Id, "reuse_detected", "127.0.0.1", "thief/6.6", GenerationDistance: 2));
        (await host.Database.ReadAsync("SELECT subject FROM revocation_entries", row => row.GetString(0))).Should().Equal(tokens[0].SessionId.ToString("D"));
    }
}
