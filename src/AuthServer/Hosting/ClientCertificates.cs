using AuthServer.Configuration;
using AuthServer.Core.Clients;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>
/// TLS client certificates (RFC 8705), asked for only when the operator wants them, since browsers would ask their users. TLS takes any: whether one
/// counts is judged by what the client is registered with.
/// </summary>
internal static class ClientCertificates
{
    public static void UseClientCertificates(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClientCertificateOptions>().Configure<IOptions<AuthServerOptions>>((certificates, options) =>
        {
            if (options.Value.ClientCertificateAuthorities is { } file)
            {
                certificates.Authorities.ImportFromPemFile(file);
            }
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (kestrel.ApplicationServices.GetRequiredService<IOptions<AuthServerOptions>>().Value.ClientCertificates)
            {
                kestrel.ConfigureHttpsDefaults(https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        });
    }
}
