namespace AuthServer.Core.Logout;

/// <summary>Where a logout sends the browser: an address that is registered for the client, never any other (OIDC RP-Initiated Logout §3).</summary>
public sealed record LogoutReturn(string Uri, string? State);
