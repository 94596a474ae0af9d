using AuthServer.Protocol.Jose;

namespace AuthServer.Client.AspNetCore;

/// <summary>What a web application must say so that its pages can be signed in. Checked when the host starts.</summary>
public sealed class AuthServerSessionOptions
{
    /// <summary>The issuer, exactly as the server's metadata names it (RFC 8414 §2). Required; https, or http on a loopback address.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The client's id at the server (RFC 6749 §2.2). Required.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret, sent as <c>client_secret_basic</c> (RFC 6749 §2.3.1). Either this or <see cref="ClientKey"/> is required.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The key by which the client authenticates instead of a secret, as <c>private_key_jwt</c> (RFC 7523 §2.2).</summary>
    public SigningKey? ClientKey { get; set; }

    /// <summary>What a sign-in asks for, separated by spaces. <c>offline_access</c> is what keeps a user signed in.</summary>
    public string Scope { get; set; } = "openid offline_access";

    /// <summary>The resource indicator (RFC 8707) that a sign-in asks for; null for none.</summary>
    public string? Resource { get; set; }

    /// <summary>The path under which <c>refresh</c>, <c>sign-in</c> and <c>sign-out</c> are.</summary>
    public string BasePath { get; set; } = AuthServerSessionDefaults.BasePath;

    /// <summary>The path that the server sends the browser back to; with this application's origin before it, a redirect URI of the client.</summary>
    public string CallbackPath { get; set; } = "/signin-callback";

    /// <summary>The path at which the server tells that a session has ended (OpenID Connect Back-Channel Logout §2.2).</summary>
    public string BackChannelLogoutPath { get; set; } = "/backchannel-logout";

    /// <summary>Where the browser comes back to after a sign-out; with this application's origin before it, a post-logout redirect URI of the client.</summary>
    public string SignedOutPath { get; set; } = "/";

    /// <summary>The page that is told in <c>sign_in_error</c> why a sign-in came to nothing.</summary>
    public string SignInFailedPath { get; set; } = "/";

    /// <summary>Whether a sign-out also ends the browser's sign-in at the server (OpenID Connect RP-Initiated Logout), and so every application that came of it.</summary>
    public bool EndSignInAtServer { get; set; } = true;

    /// <summary>What the names of the cookies begin with; over TLS, <c>__Host-</c> stands before it (RFC 6265bis §4.1.3.2).</summary>
    public string CookieName { get; set; } = "authserver-rt";

    /// <summary>How long one request to the server may take. A page gives up after 15 seconds, so this must be less.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
