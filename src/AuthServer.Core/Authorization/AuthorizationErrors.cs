using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>Refusals that come from the user.</summary>
public static class AuthorizationErrors
{
    /// <summary>RFC 6749 §4.1.2.1.</summary>
    public static readonly OAuthError Denied = new(ErrorCodes.AccessDenied, "The user did not allow it.");
}
