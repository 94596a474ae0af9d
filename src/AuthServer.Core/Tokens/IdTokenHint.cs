namespace AuthServer.Core.Tokens;

/// <summary>What an ID token that came back as a hint names; all null without one.</summary>
public sealed record IdTokenHint
{
    public string? Subject { get; init; }

    /// <summary>The client that the token was given to.</summary>
    public string? ClientId { get; init; }

    public string? SessionId { get; init; }
}
