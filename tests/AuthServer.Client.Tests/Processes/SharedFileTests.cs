using System.Diagnostics;
using System.Globalization;
using AuthServer.Client.SignIns;
using AuthServer.Client.Storage;
using AuthServer.Configuration;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Client.Tests.Processes;

/// <summary>Processes of one application that share a token file, at a real server.</summary>
public sealed class SharedFileTests(PostgreSqlFixture postgreSql) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    // A token is due when a quarter of its life is left, or up to an eighth earlier.
    private static readonly TimeSpan SoonestRenewal = Lifetime * 0.62;

    private static readonly ClientDeclaration Application = new()
    {
        Id = "application",
        AccessTokenLifetime = Lifetime,
        GrantTypes = { "password", "refresh_token" },
        Scopes = { "openid", "offline_access", "api" },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("authserver-shared-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Three_processes_renew_once_for_each_expiry_and_nobody_is_signed_out() => RunAsync(processes: 3, expiries: 5);

    [Fact]
    [Trait("Category", "Long")]
    public Task Ten_processes_renew_once_for_each_of_thirty_expiries_and_nobody_is_signed_out() => RunAsync(processes: 10, expiries: 30);

    [Fact]
    public async Task A_process_that_is_killed_with_the_lock_leaves_it_to_the_others()
    {
        var path = Path.Combine(_folder.FullName, "tokens.lock");
        using var holder = new Worker("hold", path);
        (await holder.ReadLineAsync()).Should().Be("held");
        var waiting = new FileTokenLock(path).AcquireAsync("", CancellationToken.None).AsTask();
        await Task.Delay(200);
        waiting.IsCompleted.Should().BeFalse();

        holder.Kill();

        await (await waiting.WaitAsync(TimeSpan.FromSeconds(10))).DisposeAsync();
    }

    private async Task RunAsync(int processes, int expiries)
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database, new HostSettings { Clients = [Application] });
        var file = Path.Combine(_folder.FullName, "tokens");
        await SignInAsync(host, file);

        var seconds = (Lifetime * expiries).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var started = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, processes).Select(_ => new Worker(host.Issuer, Application.Id, file, "/connect/userinfo", seconds)).ToList();
        var reports = await Task.WhenAll(workers.Select(worker => worker.ReportAsync()));
        var elapsed = Stopwatch.GetElapsedTime(started);
        workers.ForEach(worker => worker.Dispose());

        reports.SelectMany(report => report.Failures).Should().BeEmpty();
        reports.Sum(report => report.Ends).Should().Be(0);
        reports.Should().OnlyContain(report => report.Calls > expiries);

        var (generation, isActive) = (await database.ReadAsync(
            "SELECT generation, ended_at IS NULL FROM sessions", row => (row.GetInt64(0), row.GetBoolean(1)))).Single();
        isActive.Should().BeTrue();
        generation.Should().BeInRange((long)(expiries * 0.8), (long)(elapsed / SoonestRenewal) + 1);
        reports.SelectMany(report => report.Tokens).Distinct().LongCount().Should().BeInRange(generation - 1, generation + 1, "each renewal was of use to somebody");
    }

    private static async Task SignInAsync(AuthServerHost host, string file)
    {
        var user = await host.CreateUserAsync();
        var services = new ServiceCollection();
        services.AddAuthServerClient(options => (options.Issuer, options.ClientId, options.TokenFile) = (host.Issuer, Application.Id, file));
        await using var provider = services.BuildServiceProvider();
        (await provider.GetRequiredService<AuthServerSignIn>().WithPasswordAsync(user.UserName!, AuthServerHost.Password)).Should().BeOfType<SignInOutcome.SignedIn>();
    }
}
