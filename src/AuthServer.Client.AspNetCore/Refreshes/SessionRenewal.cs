using AuthServer.Client.AspNetCore.Cookies;
using AuthServer.Client.AspNetCore.Telemetry;
using AuthServer.Client.Requests;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.Refreshes;

/// <summary>
/// One renewal at a time for each generation of each session, however many requests present it. It belongs to none of them: the one that began it may be gone
/// when the answer comes. What was used before is not remembered, for the server itself tells a retry from a theft.
/// </summary>
internal sealed class SessionRenewal(SessionServer server, TimeProvider time, ILoggerFactory loggers)
{
    private const int LongestReason = 64;
    private const string BearerScheme = "Bearer";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<RenewalResult>> _underWay = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger(AuthServerSessionDefaults.LogCategory);

    public Task<RenewalResult> JoinAsync(SessionTicket ticket)
    {
        lock (_gate)
        {
            if (_underWay.TryGetValue(ticket.RefreshToken, out var flight))
            {
                return flight;
            }

            using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            return _underWay[ticket.RefreshToken] = Task.Run(() => RunAsync(ticket));
        }
    }

    private async Task<RenewalResult> RunAsync(SessionTicket ticket)
    {
        try
        {
            return Understand(ticket, await server.Tokens.SendAsync(Form(ticket), proofKey: null, CancellationToken.None));
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(ticket.RefreshToken);
            }
        }
    }

    private static KeyValuePair<string, string>[] Form(SessionTicket ticket) =>
        [new(Parameters.GrantType, GrantTypes.RefreshToken), new(Parameters.RefreshToken, ticket.RefreshToken)];

    private RenewalResult Understand(SessionTicket ticket, TokenAnswer answer)
    {
        switch (answer)
        {
            case TokenAnswer.Granted { Grant: { Scheme: BearerScheme } grant }:
                SessionLog.Renewed(_logger, ticket.Name);
                return Renewed(ticket, grant);
            case TokenAnswer.Refused { Refusal: { Error: ErrorCodes.InvalidGrant } refusal }:
                SessionLog.Ended(_logger, ticket.Name, ReasonOf(refusal) ?? "no reason given");
                return new RenewalResult.Ended(ReasonOf(refusal));
            case TokenAnswer.Refused { Refusal: var refusal }:
                SessionLog.RenewalRefused(_logger, refusal.Error, refusal.Description);
                return new RenewalResult.Refused();
            case TokenAnswer.Unavailable lost:
                SessionLog.NotRenewed(_logger, ticket.Name, lost.Problem, lost.Exception);
                return new RenewalResult.Unavailable(lost.RetryAfter);
            default:
                SessionLog.RenewalRefused(_logger, ErrorCodes.ServerError, "The answer is bound to a key, which a page does not have.");
                return new RenewalResult.Refused();
        }
    }

    private RenewalResult.Renewed Renewed(SessionTicket ticket, TokenGrant grant)
    {
        // A server that does not rotate sends none, and the old one goes on (RFC 6749 §6).
        var next = grant.RefreshToken is { } successor && successor != ticket.RefreshToken
            ? ticket with { Renewals = ticket.Renewals + 1, RefreshToken = successor, IdToken = grant.IdToken ?? ticket.IdToken }
            : ticket;
        var age = time.GetUtcNow() - grant.SentAt;
        var left = grant.Lifetime - (age > TimeSpan.Zero ? age : TimeSpan.Zero);
        return new RenewalResult.Renewed(next, grant.AccessToken, grant.Scope, SteadyInstant.In(left, time), grant.RefreshTokenLifetime);
    }

    /// <summary>A word of the server's, and never a text that somebody would have a page show.</summary>
    private static string? ReasonOf(OAuthRefusal refusal) =>
        refusal.Reason is { Length: > 0 and <= LongestReason } reason && reason.All(letter => char.IsAsciiLetterLower(letter) || letter == '_') ? reason : null;
}
