using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Logout;

/// <summary>
/// Reads logout requests (OIDC RP-Initiated Logout §2, §4). <c>logout_hint</c> and <c>ui_locales</c> are taken and not used: whom the question is about is
/// read from the browser's own sign-in, and the pages have one language. One thing that is wrong refuses the whole, so that nobody is half signed out.
/// </summary>
public sealed class LogoutRequestReader(IdTokenReader idTokens, ClientDirectory clients)
{
    private static readonly OAuthError OtherClient = OAuthError.InvalidRequest("The client_id is not the one that the id_token_hint was issued to.");

    private static readonly OAuthError NotRegistered =
        OAuthError.InvalidRequest("The post_logout_redirect_uri is not registered for the application that asks, or the request does not say which one does.");

    public async Task<Result<LogoutRequest>> ReadAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (!idTokens.ReadHint(parameters.GetValueOrDefault(Parameters.IdTokenHint)).TryGet(out var hint, out var error))
        {
            return error;
        }

        var named = parameters.GetValueOrDefault(Parameters.ClientId);
        if (named is not null && hint.ClientId is not null && !string.Equals(named, hint.ClientId, StringComparison.Ordinal))
        {
            return OtherClient;
        }

        // A client that was disabled or withdrawn is nobody to go back to.
        var client = (hint.ClientId ?? named) is { } id && await clients.FindAsync(new ClientId(id), cancellationToken) is { Disabled: false } known ? known : null;
        if (parameters.GetValueOrDefault(Parameters.PostLogoutRedirectUri) is not { } uri)
        {
            return new LogoutRequest(hint, client, ReturnTo: null);
        }

        // §3: exactly as registered, the ports of loopback addresses included.
        return client is not null && client.Metadata.PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal)
            ? new LogoutRequest(hint, client, new LogoutReturn(uri, parameters.GetValueOrDefault(Parameters.State)))
            : NotRegistered;
    }
}
