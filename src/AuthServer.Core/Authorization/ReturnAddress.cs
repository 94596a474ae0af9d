namespace AuthServer.Core.Authorization;

/// <summary>Where the answer to an authorization request goes: a redirect URI that is registered for the client, never any other.</summary>
public sealed record ReturnAddress(string RedirectUri, ResponseMode Mode, string? State);
