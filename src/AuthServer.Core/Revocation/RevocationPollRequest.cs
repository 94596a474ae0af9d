using AuthServer.Core.Clients;

namespace AuthServer.Core.Revocation;

/// <summary>A request to the revocation feed, free of HTTP.</summary>
public sealed record RevocationPollRequest(IReadOnlyDictionary<string, string> Form, PresentedCredentials Credentials);
