using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Transport;

public sealed class StrictTransportTests(PostgreSqlFixture postgreSql)
{
    [Fact]
    [Spec("FAPI 2.0 Security Profile", "5.2.3")]
    [Spec("OWASP ASVS 5.0", "3.4.1")]
    public async Task A_browser_that_came_by_https_is_told_to_keep_to_it()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database, new HostSettings
        {
            Services = services => services.Configure<AuthServerOptions>(options => options.Proxies.Add("127.0.0.1")),
        });

        (await PolicyAsync(host, "https")).Should().Be("max-age=31536000");
        (await PolicyAsync(host, "http")).Should().BeNull("RFC 6797 §7.2: it is not said over plain http");
    }

    private static async Task<string?> PolicyAsync(AuthServerHost host, string scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Paths.OpenIdConfiguration);
        request.Headers.Host = "login.example.com";
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using var response = await host.Http.SendAsync(request);
        return response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null;
    }
}
