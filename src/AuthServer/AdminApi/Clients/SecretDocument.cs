namespace AuthServer.AdminApi.Clients;

/// <summary>What is told of a client's secret: never the secret, nor its hash.</summary>
/// <param name="ExpiresAt">Null: never.</param>
public sealed record SecretDocument(Guid Id, string Label, DateTime CreatedAt, DateTime? ExpiresAt);
