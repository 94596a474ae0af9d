using AuthServer.Core.Clients;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Consents;

/// <summary>What a user has allowed a client to do, remembered until the user withdraws it.</summary>
public sealed record Consent(UserId UserId, ClientId ClientId, ScopeSet Scopes, DateTimeOffset GrantedAt);
