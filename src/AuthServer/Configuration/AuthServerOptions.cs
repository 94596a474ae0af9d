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

    public IList<ScopeDeclaration> Scopes { get; } = [];

    public IList<ClientDeclaration> Clients { get; } = [];

    /// <summary>Users to create at start. Development only.</summary>
    public IList<UserDeclaration> Users { get; } = [];

    public AccountSettings Account { get; set; } = new();

    public EmailSettings Email { get; set; } = new();

    public BootstrapSettings Bootstrap { get; set; } = new();
}
