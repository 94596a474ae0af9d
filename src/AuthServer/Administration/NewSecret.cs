namespace AuthServer.Administration;

/// <summary>A secret as it was made: it is shown this once, and only its hash is kept. Null for a client that has none.</summary>
/// <param name="Id">What the secret is called from now on.</param>
public sealed record NewSecret(Guid Id, string Value);
