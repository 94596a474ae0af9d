namespace AuthServer.Core.Clients;

/// <summary>One of a client's active secrets, as stored: never the secret itself. See <see cref="ClientSecretHash"/> for the layouts.</summary>
public sealed record ClientSecret(string Hash, DateTimeOffset? ExpiresAt);
