using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>The context of a provider, for what can be asked of it without a database.</summary>
internal sealed class ProviderContext : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddIdentitySchema().BuildServiceProvider();
    private readonly DatabaseConnections _connections;

    public ProviderContext(DatabaseProvider provider)
    {
        _connections = DatabaseConnections.Open(provider, provider == DatabaseProvider.SqlServer ? "Server=nowhere.invalid" : "Host=nowhere.invalid");
        var options = new DbContextOptionsBuilder<AuthDbContext>().UseApplicationServiceProvider(_services);
        _connections.Configure(options);
        Context = new AuthDbContext(options.Options);
    }

    public AuthDbContext Context { get; }

    public void Dispose()
    {
        Context.Dispose();
        _connections.Dispose();
        _services.Dispose();
    }
}
