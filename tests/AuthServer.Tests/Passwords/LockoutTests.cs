using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Passwords;

[Spec("RFC 6749", "4.3.2")]
[Spec("RFC 6749", "10.10")]
public sealed class LockoutTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    public async Task Sixty_four_wrong_passwords_at_once_count_sixty_four()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await StartAsync(database, attempts: 1000);
        var user = await host.CreateUserAsync();
        var app = host.As(TestClients.App);
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => app.SignInAsync(user, "wrong")));
        answers.Select(answer => answer.Error).Should().AllBe("invalid_grant");
        (await FailuresAsync(database, user)).Should().Be(64);

        (await app.SignInAsync(user)).Status.Should().Be(200);
        (await FailuresAsync(database, user)).Should().Be(0, "a right password forgives what came before it");
    }

    [Fact]
    public async Task The_configured_number_of_wrong_passwords_locks_the_user_out_for_the_right_one_too()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await StartAsync(database, attempts: 3);
        var user = await host.CreateUserAsync();
        var app = host.As(TestClients.App);
        var session = await app.SignInAsync(user);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await LockedUntilAsync(database, user)).Should().BeNull();
            (await app.SignInAsync(user, "wrong")).Error.Should().Be("invalid_grant");
        }

        (await LockedUntilAsync(database, user)).Should().BeAfter(DateTimeOffset.UtcNow);
        (await app.SignInAsync(user)).Error.Should().Be("invalid_grant");
        (await app.RefreshAsync(session.RefreshToken)).Status.Should().Be(200, "whoever guesses passwords does not sign their owner out");

        await host.BendAsync(user, "lockout_end = clock_timestamp() - interval '1 second'");
        (await app.SignInAsync(user)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Wrong_passwords_at_once_beyond_the_limit_lock_out_and_let_no_guess_through()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await StartAsync(database, attempts: 5);
        var user = await host.CreateUserAsync();
        var app = host.As(TestClients.App);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => app.SignInAsync(user, "wrong")));
        (await LockedUntilAsync(database, user)).Should().BeAfter(DateTimeOffset.UtcNow);
        (await app.SignInAsync(user)).Error.Should().Be("invalid_grant");
    }

    private static Task<AuthServerHost> StartAsync(TestDatabase database, int attempts) => AuthServerHost.StartAsync(
        database, new HostSettings { Services = services => services.Configure<IdentityOptions>(options => options.Lockout.MaxFailedAccessAttempts = attempts) });

    private static async Task<int> FailuresAsync(TestDatabase database, AuthUser user) =>
        (await database.ReadAsync("SELECT access_failed_count FROM users WHERE id = @id", row => row.GetInt32(0), ("id", user.Id))).Single();

    private static async Task<DateTimeOffset?> LockedUntilAsync(TestDatabase database, AuthUser user) =>
        (await database.ReadAsync("SELECT lockout_end FROM users WHERE id = @id", row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(0), ("id", user.Id)))
            .Single();
}
