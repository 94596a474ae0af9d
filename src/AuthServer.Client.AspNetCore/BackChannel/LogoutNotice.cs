namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>The server's verified word that a session has ended (OpenID Connect Back-Channel Logout §2.4).</summary>
/// <param name="Subject">The user; null when only the session is named.</param>
/// <param name="SessionId">The session; null when all of the user's have ended.</param>
public sealed record LogoutNotice(string? Subject, string? SessionId);
