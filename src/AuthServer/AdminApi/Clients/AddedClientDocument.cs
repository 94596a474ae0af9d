namespace AuthServer.AdminApi.Clients;

/// <summary>A client that was added just now.</summary>
/// <param name="Secret">Null when it does not authenticate by one.</param>
public sealed record AddedClientDocument(ClientDocument Client, NewSecretDocument? Secret);
