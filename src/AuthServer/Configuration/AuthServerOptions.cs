using AuthServer.Core.Keys;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.Configuration;

/// <summary>Everything under <c>AuthServer</c> in the configuration. Durations are <see cref="TimeSpan"/>s (<c>d.hh:mm:ss</c>).</summary>
public sealed class AuthServerOptions
{
    public const string Section = "AuthServer";

    /// <summary>The issuer identifier (RFC 8414 §2): the https address under which clients and APIs know this server.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Which engine <c>ConnectionStrings:AuthServer</c> is for.</summary>
    public DatabaseProvider Database { get; set; }

    /// <summary>The master keys themselves, as in a key file; lines may be separated by <c>;</c>. For the environment.</summary>
    public string? MasterKey { get; set; }

    /// <summary>A file with the master keys, readable by the server's account alone.</summary>
    public string? MasterKeyFile { get; set; }

    public TokenSettings Tokens { get; set; } = new();

    public SessionSettings Sessions { get; set; } = new();

    public SigningKeyOptions SigningKeys { get; set; } = new();

    /// <summary>Addresses or networks (CIDR) of the proxies whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed.</summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>
    /// Whether TLS connections ask for a client certificate (RFC 8705). It has to reach this server: behind a proxy that ends TLS it does not.
    /// </summary>
    public bool ClientCertificates { get; set; }

    /// <summary>A PEM file with the authorities that certify clients, for tls_client_auth (RFC 8705 §2.1).</summary>
    public string? ClientCertificateAuthorities { get; set; }

    public IList<ScopeDeclaration> Scopes { get; } = [];

    public IList<ClientDeclaration> Clients { get; } = [];

    /// <summary>Users to create at start. Development only.</summary>
    public IList<UserDeclaration> Users { get; } = [];

    public AccountSettings Account { get; set; } = new();

    public EmailSettings Email { get; set; } = new();

    public HistorySettings History { get; set; } = new();

    public BootstrapSettings Bootstrap { get; set; } = new();
}
