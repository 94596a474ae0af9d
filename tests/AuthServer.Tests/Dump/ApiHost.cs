using System.Net.Http.Headers;
using AuthServer.Api;
using AuthServer.Tests.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Tests.Dump;

/// <summary>The demonstration API behind one test server's tokens.</summary>
public sealed class ApiHost(AuthServerHost issuer) : WebApplicationFactory<ApiMarker>
{
    /// <summary>The status that a bearer token is answered with.</summary>
    public async Task<int> StatusAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Authorization = AuthenticationHeaderValue.TryParse($"Bearer {token}", out var header) ? header : null;
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder.UseEnvironment(Environments.Development).UseSetting("AuthServer:Validation:Issuer", issuer.Issuer).UseSetting("Logging:LogLevel:Default", "None");
}
