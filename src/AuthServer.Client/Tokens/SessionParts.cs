namespace AuthServer.Client.Tokens;

/// <summary>What one session is made of.</summary>
internal sealed record SessionParts(
    AuthServerClientOptions Options, SessionTokens Tokens, Renewal Renewal, ExclusiveAccess Access, StoreRetries Retries, SessionRevocation Revocation, RenewalSurroundings Surroundings);
