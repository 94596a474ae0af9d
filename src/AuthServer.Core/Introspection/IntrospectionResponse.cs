using AuthServer.Core.Sessions;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Introspection;

/// <summary>What introspection says of a token (RFC 7662 §2.2).</summary>
public abstract record IntrospectionResponse
{
    private IntrospectionResponse()
    {
    }

    /// <summary>Unknown, expired, revoked, or none of the caller's business: all the same.</summary>
    public sealed record Inactive : IntrospectionResponse;

    /// <summary>An access token that stands, with its claims as signed.</summary>
    public sealed record AccessToken(JwtClaims Claims) : IntrospectionResponse;

    /// <summary>The current refresh token of a session that stands.</summary>
    public sealed record RefreshToken(Session Session) : IntrospectionResponse;
}
