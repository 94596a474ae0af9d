using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;

namespace AuthServer.Testing.Clients;

/// <summary>The row of a client: its registration, and why its epoch was raised last.</summary>
public sealed record InMemoryClient(ClientRegistration Registration, EndReason? EpochReason)
{
    internal OwnerState State => new(Registration.Epoch, EpochReason, Registration.Disabled);
}
