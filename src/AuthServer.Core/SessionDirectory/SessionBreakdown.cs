using System.Collections.Immutable;

namespace AuthServer.Core.SessionDirectory;

/// <summary>How sessions fall on users, clients and addresses, most first. Each list may be cut short.</summary>
public sealed record SessionBreakdown(ImmutableArray<SessionShare> Users, ImmutableArray<SessionShare> Clients, ImmutableArray<SessionShare> Addresses);

/// <summary>One's part of some sessions.</summary>
public sealed record SessionShare(string Name, int Sessions);
