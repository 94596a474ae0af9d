namespace AuthServer.Client.Tokens;

/// <summary>What an access token is for. The default is what the sign-in asked for.</summary>
/// <param name="Resource">The resource indicator (RFC 8707); null for that of the sign-in.</param>
/// <param name="Scope">Fewer scopes than the sign-in has, separated by spaces (RFC 6749 §6); null for all.</param>
public readonly record struct TokenTarget(string? Resource = null, string? Scope = null);
