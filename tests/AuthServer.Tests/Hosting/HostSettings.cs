using System.Security.Cryptography.X509Certificates;
using AuthServer.Configuration;
using AuthServer.Core.Keys;
using AuthServer.Housekeeping;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Hosting;

/// <summary>What one test's server has that others have not.</summary>
public sealed record HostSettings
{
    private static readonly string OneKeyForAll = MasterKeyText.NewFirstKey();

    public string MasterKey { get; init; } = OneKeyForAll;

    public IReadOnlyList<ClientDeclaration> Clients { get; init; } = TestClients.All;

    /// <summary>The port of an earlier server whose issuer this one goes on with; null for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>The issuer when it is another node's address; null: this one's own.</summary>
    public string? Issuer { get; init; }

    /// <summary>With one, the server is behind TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How often the server looks after what it keeps; never within a test, unless the test is about that.</summary>
    public HousekeepingPace Pace { get; init; } = new() { Expiry = TimeSpan.FromDays(1), Pruning = TimeSpan.FromDays(1), Activity = TimeSpan.FromDays(1) };

    public Action<IServiceCollection> Services { get; init; } = static _ => { };
}
