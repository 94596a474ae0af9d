using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Testing.Logout;

/// <summary>A logout message that was queued, whichever storage it was read from.</summary>
public sealed record LogoutRecord(ClientId ClientId, UserId UserId, SessionId SessionId);
