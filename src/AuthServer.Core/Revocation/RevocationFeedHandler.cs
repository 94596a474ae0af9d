using System.Globalization;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Revocation;

/// <summary>
/// The revocation feed for APIs that verify access tokens locally: for clients that may introspect, since it tells no more than asking for every token would.
/// </summary>
public sealed class RevocationFeedHandler(ClientAuthenticator authenticator, RevocationPolls polls)
{
    /// <summary>Seconds.</summary>
    public const int LongestWait = 30;

    public async Task<Result<RevocationPage>> HandleAsync(RevocationPollRequest request, CancellationToken cancellationToken)
    {
        if (!(await authenticator.AuthenticateAsync(request.Credentials, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        // Whoever asks must have shown who it is, which a public client cannot.
        if (!client.Registration.MayIntrospect || client.Registration.Type == ClientType.Public)
        {
            return new OAuthError(ErrorCodes.UnauthorizedClient, "The client may not read the revocation feed.");
        }

        var wait = 0;
        if (request.Form.TryGetValue(Parameters.Wait, out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out wait) || wait > LongestWait))
        {
            return OAuthError.InvalidRequest("The wait is not a whole number of seconds from 0 to 30.");
        }

        return await polls.AnswerAsync(client.Id, request.Form.GetValueOrDefault(Parameters.Cursor), TimeSpan.FromSeconds(wait), cancellationToken);
    }
}
