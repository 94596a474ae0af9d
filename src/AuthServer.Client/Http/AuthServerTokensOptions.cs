namespace AuthServer.Client.Http;

/// <summary>Which requests of one <see cref="HttpClient"/> carry an access token, and for what.</summary>
public sealed class AuthServerTokensOptions
{
    /// <summary>The name of the client whose session it is; null for the unnamed.</summary>
    public string? Client { get; set; }

    /// <summary>
    /// The origins that the token is sent to, such as <c>https://api.example.com</c>: https, or http on loopback. Empty: that of <see cref="HttpClient.BaseAddress"/>.
    /// Requests to others go out without a token, whoever wrote their address.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>The resource indicator (RFC 8707) that tokens for these origins are asked with; null for that of the sign-in.</summary>
    public string? Resource { get; set; }

    /// <summary>Fewer scopes than the session has, for these origins (RFC 6749 §6); null for all.</summary>
    public string? Scope { get; set; }

    /// <summary>
    /// How many bytes of a request's body are kept to send it once more. A longer one whose token is refused ends in a <see cref="BodyGoneException"/>.
    /// </summary>
    public int BodyLimit { get; set; } = 1024 * 1024;
}
