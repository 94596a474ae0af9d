namespace AuthServer.Core.Authorization;

/// <summary>What stands for a pushed request, and for how long (RFC 9126 §2.2).</summary>
public sealed record PushedRequest(string RequestUri, TimeSpan Lifetime);
