using AuthServer.Core.Clients;

namespace AuthServer.Core.Sessions;

/// <summary>How long a client's sessions last without a refresh.</summary>
public sealed record IdleLimit(ClientId ClientId, TimeSpan Lifetime);
