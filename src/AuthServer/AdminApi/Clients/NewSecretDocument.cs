namespace AuthServer.AdminApi.Clients;

/// <summary>A secret that was made just now.</summary>
/// <param name="Value">Shown this once.</param>
public sealed record NewSecretDocument(Guid Id, string Value);
