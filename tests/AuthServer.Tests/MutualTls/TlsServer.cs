using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.MutualTls;

/// <summary>A server behind TLS that asks for client certificates, with clients that have some.</summary>
public sealed class TlsServer : IAsyncLifetime
{
    public const string Subject = "CN=backend, OU=Payments, O=Example Ltd, C=DE";

    private readonly PostgreSqlFixture _postgreSql;
    private readonly string _authorities = Path.GetTempFileName();
    private readonly SigningKey _pinnedKey = SigningKey.Generate(JwsAlgorithm.ES256);

    public TlsServer(PostgreSqlFixture postgreSql)
    {
        _postgreSql = postgreSql;
        Certified = Granted(new ClientDeclaration
        {
            Id = "certified",
            Type = ClientType.Confidential,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClient,
            TlsClientAuthSubjectDn = Subject,
            TlsClientCertificateBoundAccessTokens = true,
        });
        Pinned = Granted(new ClientDeclaration
        {
            Id = "pinned",
            Type = ClientType.Confidential,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClient,
            Jwks = KeyedClients.Jwks(_pinnedKey),
        });
        BoundApp = Granted(new ClientDeclaration { Id = "bound-app", TlsClientCertificateBoundAccessTokens = true });
    }

    public X509Certificate2 Certificate { get; } = Certificates.Server();

    public X509Certificate2 Authority { get; } = Certificates.Authority("CN=Client Authority");

    public ClientDeclaration Certified { get; }

    public ClientDeclaration Pinned { get; }

    /// <summary>Public, but its tokens are worth something on its own connections alone (RFC 8705 §4).</summary>
    public ClientDeclaration BoundApp { get; }

    public TestDatabase Database { get; private set; } = null!;

    public AuthServerHost Host { get; private set; } = null!;

    /// <summary>A certificate that signs itself, with the key that <see cref="Pinned"/> has declared.</summary>
    public X509Certificate2 PinnedCertificate(string subject = "CN=whoever", bool isExpired = false)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(_pinnedKey.ExportPkcs8(), out _);
        return Certificates.SelfSigned(subject, key, isExpired);
    }

    /// <summary>The server as a client sees it over connections of its own, made with a certificate if one is given.</summary>
    public ClientApp As(ClientDeclaration client, X509Certificate2? certificate) => new(Host.Connect(certificate), client.Id, client.Secret);

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_authorities, Authority.ExportCertificatePem());
        Database = await _postgreSql.CreateDatabaseAsync();
        Host = await AuthServerHost.StartAsync(Database, new HostSettings
        {
            Certificate = Certificate,
            Clients = [.. TestClients.All, Certified, Pinned, BoundApp],
            Services = services => services.Configure<AuthServerOptions>(options =>
                (options.ClientCertificates, options.ClientCertificateAuthorities) = (true, _authorities)),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
        _pinnedKey.Dispose();
        File.Delete(_authorities);
    }

    private static ClientDeclaration Granted(ClientDeclaration client)
    {
        client.GrantTypes.Add("password");
        client.GrantTypes.Add("refresh_token");
        client.Scopes.Add("openid");
        client.Scopes.Add("offline_access");
        client.Scopes.Add("api");
        return client;
    }
}
