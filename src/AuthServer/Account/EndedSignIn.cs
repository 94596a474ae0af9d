using AuthServer.Core.Sessions;

namespace AuthServer.Account;

/// <summary>Why and when the sign-in ended that a browser still had a cookie of.</summary>
/// <param name="At">Null when the instant is not known.</param>
public sealed record EndedSignIn(EndReason Reason, DateTimeOffset? At);
