namespace AuthServer.Pages.Admin.Clients;

/// <summary>Everything about an application that is changed by a form, in the order in which it is shown.</summary>
internal static class ClientFields
{
    private const string Basics = "What it is";
    private const string Addresses = "Where users are sent";
    private const string Lifetimes = "Tokens and sessions";
    private const string Safety = "Security";

    public static readonly IReadOnlyList<ClientField> All =
    [
        ClientField.Text(Basics, "DisplayName", "Name for people", null, client => client.DisplayName, (client, typed) => client.DisplayName = typed ?? ""),
        ClientField.Lines(Basics, "GrantTypes", "Grant types", "One a line, such as authorization_code.", client => client.GrantTypes),
        ClientField.Lines(Basics, "Scopes", "Scopes", "One a line: what it may ask for.", client => client.Scopes),
        ClientField.Lines(Basics, "DefaultScopes", "Default scopes", "Granted when a request names none. Empty: all of the above.", client => client.DefaultScopes),
        ClientField.Check(Basics, "RequireConsent", "Users are asked before it gets anything", null, client => client.RequireConsent, (client, on) => client.RequireConsent = on),
        ClientField.Check(Basics, "MayIntrospect", "May ask about tokens", null, client => client.MayIntrospect, (client, on) => client.MayIntrospect = on),
        ClientField.Check(Basics, "MayDelegate", "May act for a user under its own name", null, client => client.MayDelegate, (client, on) => client.MayDelegate = on),
        ClientField.Check(Basics, "MayImpersonate", "May act for a user without naming itself", null, client => client.MayImpersonate, (client, on) => client.MayImpersonate = on),

        ClientField.Lines(Addresses, "RedirectUris", "Redirect URIs", "One a line; compared exactly.", client => client.RedirectUris),
        ClientField.Lines(Addresses, "PostLogoutRedirectUris", "Addresses after sign-out", "One a line.", client => client.PostLogoutRedirectUris),
        ClientField.Lines(Addresses, "AllowedOrigins", "Origins of its scripts", "One a line. Empty: those of its redirect URIs, for a public client.", client => client.AllowedOrigins),
        ClientField.Text(
            Addresses, "BackChannelLogoutUri", "Back-channel logout URI", "Where it is told that a user is signed out.", client => client.BackChannelLogoutUri,
            (client, typed) => client.BackChannelLogoutUri = typed),
        ClientField.Check(
            Addresses, "KeepOfflineSessionsAtLogout", "A logout leaves its offline_access sessions alone", null, client => client.KeepOfflineSessionsAtLogout,
            (client, on) => client.KeepOfflineSessionsAtLogout = on),

        ClientField.Duration(Lifetimes, "AccessTokenLifetime", "Lifetime of access tokens", client => client.AccessTokenLifetime, (client, span) => client.AccessTokenLifetime = span),
        ClientField.Duration(Lifetimes, "SessionIdleLifetime", "Sessions end when unused for", client => client.SessionIdleLifetime, (client, span) => client.SessionIdleLifetime = span),
        ClientField.Duration(
            Lifetimes, "SessionAbsoluteLifetime", "Sessions end at the latest after", client => client.SessionAbsoluteLifetime, (client, span) => client.SessionAbsoluteLifetime = span),
        ClientField.Text(
            Lifetimes, "RetryWindow", "Retry window", "A duration, 0 for strict single use, or until-used.", client => client.RetryWindow, (client, typed) => client.RetryWindow = typed),
        ClientField.Number(
            Lifetimes, "RetryLimit", "Retries of one token", "Beyond, it is told to slow down.", client => client.RetryLimit, (client, number) => client.RetryLimit = number ?? 256),
        ClientField.Number(
            Lifetimes, "ForeignRetryLimit", "Retries from elsewhere in a row", "After so many, the next generation has no window.", client => client.ForeignRetryLimit,
            (client, number) => client.ForeignRetryLimit = number ?? 8),
        ClientField.Check(Lifetimes, "IdTokenOnRefresh", "A refresh answers with an ID token too", null, client => client.IdTokenOnRefresh, (client, on) => client.IdTokenOnRefresh = on),
        ClientField.Number(
            Lifetimes, "DefaultMaxAge", "Users show credentials again after", "Seconds; where a request does not say.", client => client.DefaultMaxAge,
            (client, number) => client.DefaultMaxAge = number),

        ClientField.Check(Safety, "DpopBoundAccessTokens", "Its requests carry a DPoP proof", null, client => client.DpopBoundAccessTokens, (client, on) => client.DpopBoundAccessTokens = on),
        ClientField.Check(
            Safety, "RequirePushedAuthorizationRequests", "Authorization requests are pushed", null, client => client.RequirePushedAuthorizationRequests,
            (client, on) => client.RequirePushedAuthorizationRequests = on),
        ClientField.Check(
            Safety, "RequireSignedRequestObject", "Authorization requests are signed", null, client => client.RequireSignedRequestObject,
            (client, on) => client.RequireSignedRequestObject = on),
        ClientField.Check(Safety, "Fapi2", "Held to the FAPI 2.0 Security Profile", null, client => client.Fapi2, (client, on) => client.Fapi2 = on),
        ClientField.Text(
            Safety, "TokenEndpointAuthMethod", "How it authenticates", "private_key_jwt, tls_client_auth or self_signed_tls_client_auth. Empty: by a secret, or not at all if it is public.",
            client => client.TokenEndpointAuthMethod, (client, typed) => client.TokenEndpointAuthMethod = typed),
        ClientField.Text(Safety, "Jwks", "Public keys", "A JSON Web Key Set.", client => client.Jwks, (client, typed) => client.Jwks = typed) with { Type = "textarea" },
        ClientField.Text(
            Safety, "TlsClientAuthSubjectDn", "Subject of its certificate", null, client => client.TlsClientAuthSubjectDn, (client, typed) => client.TlsClientAuthSubjectDn = typed),
        ClientField.Check(
            Safety, "TlsClientCertificateBoundAccessTokens", "Access tokens are bound to its certificate", null, client => client.TlsClientCertificateBoundAccessTokens,
            (client, on) => client.TlsClientCertificateBoundAccessTokens = on),
        ClientField.Text(
            Safety, "IdTokenSignedResponseAlg", "ID tokens are signed with", null, client => client.IdTokenSignedResponseAlg,
            (client, typed) => client.IdTokenSignedResponseAlg = typed ?? "RS256"),
    ];
}
