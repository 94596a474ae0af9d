namespace AuthServer.Api.Callers;

/// <summary>The caller, by the claims of the access token (RFC 9068 §2.2).</summary>
public sealed record Caller(
    string Sub, string ClientId, IReadOnlyList<string> Scopes, IReadOnlyList<string> Roles, string? Name, string? Sid, string? Acr, IReadOnlyList<string> Amr);
