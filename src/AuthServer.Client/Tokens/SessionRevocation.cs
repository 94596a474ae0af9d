using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.Tokens;

/// <summary>Tells the server that a session is over (RFC 7009 §2.1).</summary>
internal sealed class SessionRevocation(IssuerDirectory directory, ServerEndpoint endpoint, ILogger logger)
{
    /// <summary>True when the server has ended it, or there was nothing to end.</summary>
    public async Task<bool> RevokeAsync(StoredTokens stored, CancellationToken cancellationToken)
    {
        var (token, hint) = stored.RefreshToken is { } refreshToken
            ? (refreshToken, TokenTypeHints.RefreshToken)
            : (stored.AccessTokens is [var accessToken, ..] ? accessToken.Value : null, TokenTypeHints.AccessToken);
        if (token is null)
        {
            return true;
        }

        var problem = await TryAsync([new(Parameters.Token, token), new(Parameters.TokenTypeHint, hint)], cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            ClientLog.ServerNotTold(logger, problem);
        }

        return problem is null;
    }

    private async Task<string?> TryAsync(KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        switch (await directory.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            case Discovered.Found { Metadata.RevocationEndpoint: { } address }:
                return await endpoint.PostAsync(address, form, proofKey: null, cancellationToken).ConfigureAwait(false) switch
                {
                    ServerReply.Answered { Status: System.Net.HttpStatusCode.OK } => null,
                    ServerReply.Answered answered => $"status {(int)answered.Status}",
                    ServerReply.Lost lost => lost.Problem,
                    _ => "no reply",
                };
            case Discovered.Failed failed:
                return failed.Problem;
            default:
                return "it has no revocation endpoint";
        }
    }
}
