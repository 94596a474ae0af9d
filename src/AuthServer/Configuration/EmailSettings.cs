namespace AuthServer.Configuration;

/// <summary>The mail server that takes what this server sends. Without a <see cref="Host"/> none is sent; in Development it is then written to a folder.</summary>
public sealed class EmailSettings
{
    /// <summary>The mail server's name.</summary>
    public string Host { get; set; } = "";

    /// <summary>587 is the port for submission (RFC 6409 §3.1).</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whether the connection must turn to TLS (STARTTLS, RFC 3207) before anything is said.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>Unset: the mail server asks for no account.</summary>
    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>A file that holds the password instead.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The sender's address, with or without a name: <c>Example Login &lt;login@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";
}
