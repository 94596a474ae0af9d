using System.Net;
using AuthServer.Client.AspNetCore.BackChannel;
using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.SignOuts;

/// <summary>Ends a session at the server (RFC 7009 §2.1), and prepares the browser's way to end its sign-in there.</summary>
internal sealed class SessionEnd(SessionServer server, IssuerKeys keys, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(AuthServerSessionDefaults.LogCategory);

    /// <param name="ownAddress">This application's origin and path base.</param>
    public async Task<EndResult> RunAsync(SessionTicket ticket, string ownAddress)
    {
        // Not the request's token: what has begun is finished, even if the page is gone.
        switch (await server.Directory.GetAsync(CancellationToken.None))
        {
            case Discovered.Found { Metadata: var metadata }:
                return await RevokeAsync(metadata, ticket) ?? await EndedAsync(metadata, ticket, ownAddress);
            case Discovered.Failed failed:
                SessionLog.ServerNotTold(_logger, ticket.Name, failed.Problem, failed.Exception);
                return new EndResult.Unavailable(failed.RetryAfter);
            default:
                throw new InvalidOperationException("Metadata is found or not.");
        }
    }

    /// <summary>What stands in the way; null when the server has ended the session.</summary>
    private async Task<EndResult?> RevokeAsync(IssuerMetadata metadata, SessionTicket ticket)
    {
        if (metadata.RevocationEndpoint is not { } address)
        {
            return null;
        }

        KeyValuePair<string, string>[] form = [new(Parameters.Token, ticket.RefreshToken), new(Parameters.TokenTypeHint, TokenTypeHints.RefreshToken)];
        switch (await server.Endpoint.PostAsync(address, form, proofKey: null, CancellationToken.None))
        {
            case ServerReply.Answered { Status: HttpStatusCode.OK }:
                return null;
            case ServerReply.Answered { Status: >= (HttpStatusCode)500 or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } busy:
                SessionLog.ServerNotTold(_logger, ticket.Name, $"status {(int)busy.Status}");
                return new EndResult.Unavailable(busy.RetryAfter);
            case ServerReply.Answered refused:
                SessionLog.RenewalRefused(_logger, $"status {(int)refused.Status}", "It was asked to revoke.");
                return new EndResult.Refused();
            case ServerReply.Lost lost:
                SessionLog.ServerNotTold(_logger, ticket.Name, lost.Problem, lost.Exception);
                return new EndResult.Unavailable(RetryAfter: null);
            default:
                throw new InvalidOperationException("A reply is answered or lost.");
        }
    }

    private async Task<EndResult> EndedAsync(IssuerMetadata metadata, SessionTicket ticket, string ownAddress)
    {
        SessionLog.SignedOut(_logger, ticket.Name);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Parameters.ClientId] = server.Options.ClientId,
            [Parameters.PostLogoutRedirectUri] = ownAddress + server.Options.SignedOutPath,
        };
        if (ticket.IdToken is { } idToken && await IsVerifiableAsync(idToken))
        {
            fields[Parameters.IdTokenHint] = idToken;
        }

        return new EndResult.Ended(server.Options.EndSignInAtServer ? metadata.EndSessionEndpoint : null, fields);
    }

    /// <summary>A hint whose key the server has retired would have the whole request refused; without a hint, the user is asked.</summary>
    private async Task<bool> IsVerifiableAsync(string idToken) =>
        JwtReader.TryPeekHeader(idToken, out var header) && await keys.FindAsync(header.KeyId, CancellationToken.None) is KeySearch.Found;
}
