namespace AuthServer.Client.Requests;

/// <summary>An answer of the server that refuses (RFC 6749 §5.2).</summary>
/// <param name="Error">The code.</param>
/// <param name="Description">The server's sentence, for developers; may be null.</param>
/// <param name="Reason">Why a session ended, as this server adds it; may be null.</param>
public sealed record OAuthRefusal(string Error, string? Description = null, string? Reason = null);
