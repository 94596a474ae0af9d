using AuthServer.Core.Users;

namespace AuthServer.Storage.Tests.Storage;

/// <summary>A user in storage, with the epoch that it had when it was read.</summary>
public sealed record TestUser(UserId Id, int Epoch);
