using AuthServer.Protocol.Jose;

namespace AuthServer.Client;

/// <summary>What an application must say to get tokens and to keep them fresh. Checked when the host starts, else when first used.</summary>
public sealed class AuthServerClientOptions
{
    /// <summary>The issuer, exactly as the server's metadata names it (RFC 8414 §2). Required; https, or http on a loopback address.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The client's id at the server (RFC 6749 §2.2). Required.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret, sent as <c>client_secret_basic</c> (RFC 6749 §2.3.1). Null for a public client: what is installed at users keeps no secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The key by which the client authenticates instead of a secret, as <c>private_key_jwt</c> (RFC 7523 §2.2).</summary>
    public SigningKey? ClientKey { get; set; }

    /// <summary>What a sign-in asks for, separated by spaces. Null: the server's default for the client. <c>offline_access</c> is what keeps a user signed in.</summary>
    public string? Scope { get; set; }

    /// <summary>The resource indicator (RFC 8707) that a sign-in asks for; null for none.</summary>
    public string? Resource { get; set; }

    /// <summary>True for a daemon: tokens are the client's own (RFC 6749 §4.4), and nobody signs in.</summary>
    public bool UseClientCredentials { get; set; }

    /// <summary>Whether tokens are bound to a key that is made at sign-in and kept with them (RFC 9449).</summary>
    public bool UseDpop { get; set; }

    /// <summary>
    /// The file in which tokens outlive the process, shared by all processes of the application under one lock. Null: the registered
    /// <see cref="Storage.ITokenStore"/>, and without one, memory alone.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>The file of the key that <see cref="TokenFile"/> is encrypted under; made when absent. Null: the same path with <c>.key</c> after it.</summary>
    public string? TokenKeyFile { get; set; }

    /// <summary>How long before its expiry an access token is renewed, yet never more than a quarter of its lifetime; up to half as much earlier, at random.</summary>
    public TimeSpan RenewBefore { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a token that has been used since it came is renewed by a timer; otherwise, by the first request for which it is due. One that nobody has used is left to expire.
    /// </summary>
    public bool RenewInBackground { get; set; } = true;

    /// <summary>How long one request to the server may take. Above the server's own deadline, so that it is the server that gives up first.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The first pause after a failed renewal; each further one doubles it, up to a minute, with jitter. <c>Retry-After</c> lengthens it.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a renewal waits for another process that is renewing, before it counts as failed.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
