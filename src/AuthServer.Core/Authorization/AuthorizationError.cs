using AuthServer.Core.Results;

namespace AuthServer.Core.Authorization;

/// <summary>A refused authorization request. Without <paramref name="ReturnTo"/> it must be shown and never redirected (RFC 6749 §4.1.2.1).</summary>
public sealed record AuthorizationError(OAuthError Error, ReturnAddress? ReturnTo);
