using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.Email;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>A server with open registration, whose mails can be read and whose password hashes are counted.</summary>
public sealed class AccountServer(PostgreSqlFixture postgreSql) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    public SentMail Mail { get; } = new();

    private ManualTimeProvider MailClock { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Database = await postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, new HostSettings { Services = Configure });
    }

    public ProgrammaticBrowser NewBrowser() => new(Host.Issuer);

    /// <summary>As if the last mails had been sent a while ago.</summary>
    public void ForgetRecentMail() => MailClock.Advance(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    private void Configure(IServiceCollection services)
    {
        services.Configure<AuthServerOptions>(options => options.Account.Registration = true);
        services.AddSingleton<IEmailTransport>(Mail);
        services.AddSingleton(new MailPauses(MailClock));
    }
}
