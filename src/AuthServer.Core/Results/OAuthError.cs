using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Results;

/// <summary>
/// A refusal as the wire carries it (RFC 6749 §5.2). <see cref="Description"/> is a fixed ASCII sentence that never echoes input;
/// <see cref="Detail"/> is for the log alone.
/// </summary>
public sealed record OAuthError(string Code, string Description, string? Detail = null)
{
    /// <summary>Why a session ended, when the caller may learn it; goes out as the extra member <c>reason</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>When it makes sense to ask again; goes out as <c>Retry-After</c> (RFC 9110 §10.2.3).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The nonce for the next proof; goes out as <c>DPoP-Nonce</c> (RFC 9449 §8).</summary>
    public string? DpopNonce { get; init; }

    /// <summary>Which authentication context the user must sign in with; goes out in the challenge (RFC 9470 §3).</summary>
    public string? AcrValues { get; init; }

    /// <summary>How long ago the user may have signed in; goes out in the challenge, in whole seconds (RFC 9470 §3).</summary>
    public TimeSpan? MaxAge { get; init; }

    public static OAuthError InvalidRequest(string description) => new(ErrorCodes.InvalidRequest, description);

    public static OAuthError InvalidClient(string detail) => new(ErrorCodes.InvalidClient, "Client authentication failed.", detail);

    public static OAuthError InvalidGrant(string description, string? detail = null) => new(ErrorCodes.InvalidGrant, description, detail);

    public static OAuthError InvalidScope(string description) => new(ErrorCodes.InvalidScope, description);

    public static OAuthError Unavailable(string detail) =>
        new(ErrorCodes.TemporarilyUnavailable, "The server cannot answer right now. Ask again.", detail) { RetryAfter = TimeSpan.FromSeconds(1) };
}
