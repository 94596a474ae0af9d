using Xunit;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>One host for the tests of a class that leave keys and clock as they are.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ApiHost.StartAsync();
        Host.Issuer.Keys = [Host.Issuer.Key, Host.Issuer.RsaKey];
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
