using AuthServer.Core.Clients;
using AuthServer.Core.Tokens;

namespace AuthServer.Core.Logout;

/// <summary>A logout request whose every part has been checked (OIDC RP-Initiated Logout §2).</summary>
/// <param name="Hint">What the ID token names; nobody, when there is none.</param>
/// <param name="Client">Who asks, as far as the request says.</param>
/// <param name="ReturnTo">Where the browser goes afterwards; null: it stays here.</param>
public sealed record LogoutRequest(IdTokenHint Hint, ClientRegistration? Client, LogoutReturn? ReturnTo);
