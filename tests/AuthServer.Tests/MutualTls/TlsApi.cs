using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Tests.MutualTls;

/// <summary>An API behind TLS of its own, which trusts the tokens of one server.</summary>
internal sealed class TlsApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private TlsApi(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    public static async Task<TlsApi> StartAsync(TlsServer issuer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(issuer.Certificate, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddAuthServerValidation(options => (options.Issuer, options.Audience) = (issuer.Host.Issuer, "api"));
        builder.Services.AddHttpClient(AuthServerBearerDefaults.HttpClientName).ConfigurePrimaryHttpMessageHandler(() =>
        {
            var handler = new SocketsHttpHandler { UseProxy = false };
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => issuer.Certificate.Equals(shown);
            return handler;
        });

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", () => "hello").RequireAuthorization();
        await app.StartAsync();
        return new TlsApi(app, issuer.Certificate);
    }

    /// <summary>How a token is answered on a connection with this certificate: the status, and the error of the challenge.</summary>
    public async Task<(int Status, string? Error)> StatusAsync(string token, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => _certificate.Equals(shown);
        if (certificate is not null)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync(_app.Urls.Single());
        var challenge = response.Headers.WwwAuthenticate.Select(value => value.Parameter ?? "").FirstOrDefault(value => value.Contains("invalid_token", StringComparison.Ordinal));
        return ((int)response.StatusCode, challenge is null ? null : "invalid_token");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
