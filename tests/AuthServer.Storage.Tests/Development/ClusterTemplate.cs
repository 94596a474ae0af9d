using System.Diagnostics;
using AuthServer.EntityFrameworkCore.Development;
using AuthServer.Storage.Tests.Development;
using FluentAssertions;
using Xunit;

[assembly: AssemblyFixture(typeof(ClusterTemplate))]

namespace AuthServer.Storage.Tests.Development;

/// <summary>A cluster that is made once and copied, for tests whose subject is not how clusters are made.</summary>
public sealed class ClusterTemplate : IAsyncDisposable
{
    private readonly Lazy<Task<ClusterSandbox>> template = new(async () =>
    {
        var sandbox = new ClusterSandbox();
        await sandbox.InitializeAsync();
        return sandbox;
    });

    public async ValueTask DisposeAsync()
    {
        if (template.IsValueCreated)
        {
            await (await template.Value).DisposeAsync();
        }
    }

    internal async Task<ClusterSandbox> CopyAsync()
    {
        var source = await template.Value;
        var copy = new ClusterSandbox();
        DataFolders.Ensure(copy.DataDirectory, copy.Account);
        (await new ProcessStartInfo("cp", ["-a", source.Layout.Cluster, copy.Layout.Cluster]).RunAsync(default)).ExitCode.Should().Be(0);
        return copy;
    }
}
