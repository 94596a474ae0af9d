using AuthServer.Configuration;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Tests.Transport;

public sealed class ForwardedHeadersTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    [Spec("RFC 9700", "4.13")]
    public async Task Without_a_named_proxy_nobody_is_believed()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);

        Options(host).ForwardedHeaders.Should().Be(ForwardedHeaders.None, "the framework's own switch turns the middleware on with whatever stands here");
    }

    [Fact]
    [Spec("RFC 9700", "4.13")]
    public async Task A_named_proxy_is_believed_and_only_it()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database, new HostSettings
        {
            Services = services => services.Configure<AuthServerOptions>(options => options.Proxies.Add("192.0.2.7")),
        });

        Options(host).ForwardedHeaders.Should().Be(ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        Options(host).KnownProxies.Select(proxy => proxy.ToString()).Should().Equal("192.0.2.7");
        Options(host).KnownIPNetworks.Should().BeEmpty();
    }

    private static ForwardedHeadersOptions Options(AuthServerHost host) => host.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
}
