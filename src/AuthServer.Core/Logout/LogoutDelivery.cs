using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.Logout;

/// <summary>One client that is to be told of one session's end, taken by one node for one attempt.</summary>
/// <param name="Attempt">How often it has been taken, this time included. Whoever took it later has a higher number.</param>
public sealed record LogoutDelivery(long Id, ClientId ClientId, UserId UserId, SessionId SessionId, int Attempt);
