namespace AuthServer.Core.Clients;

/// <summary>A client that has shown who it is. Only <see cref="ClientAuthenticator"/> makes one, and nothing else is accepted further in.</summary>
public sealed class AuthenticatedClient
{
    internal AuthenticatedClient(ClientRegistration registration) => Registration = registration;

    public ClientRegistration Registration { get; }

    public ClientId Id => Registration.Id;
}
