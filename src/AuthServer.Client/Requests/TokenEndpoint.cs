using AuthServer.Client.Discovery;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Requests;

/// <summary>The token endpoint (RFC 6749 §3.2) as this client sees it.</summary>
internal sealed class TokenEndpoint(IssuerDirectory directory, ServerEndpoint endpoint)
{
    /// <param name="proofKey">The key to prove possession of (RFC 9449 §5); null for none.</param>
    public async Task<TokenAnswer> SendAsync(IReadOnlyList<KeyValuePair<string, string>> form, SigningKey? proofKey, CancellationToken cancellationToken)
    {
        switch (await directory.GetAsync(cancellationToken).ConfigureAwait(false))
        {
            case Discovered.Found found:
                var address = found.Metadata.TokenEndpoint;
                var (answer, isNewNonce) = await SendOnceAsync(address, form, proofKey, cancellationToken).ConfigureAwait(false);

                // RFC 9449 §8: the server wants its nonce in the proof, and has done nothing else yet. Once: a second such answer is a fault.
                return isNewNonce && proofKey is not null && answer is TokenAnswer.Refused { Refusal.Error: ErrorCodes.UseDpopNonce }
                    ? (await SendOnceAsync(address, form, proofKey, cancellationToken).ConfigureAwait(false)).Answer
                    : answer;
            case Discovered.Failed failed:
                return new TokenAnswer.Unavailable(failed.Problem, MayBeServed: false, failed.RetryAfter, failed.Exception);
            default:
                throw new InvalidOperationException("Metadata is found or not.");
        }
    }

    private async Task<(TokenAnswer Answer, bool IsNewNonce)> SendOnceAsync(
        Uri address, IReadOnlyList<KeyValuePair<string, string>> form, SigningKey? proofKey, CancellationToken cancellationToken) =>
        await endpoint.PostAsync(address, form, proofKey, cancellationToken).ConfigureAwait(false) switch
        {
            ServerReply.Answered reply => (TokenAnswerReader.Read(reply.Status, reply.Body, reply.SentAt, reply.RetryAfter), reply.IsNewNonce),
            ServerReply.Lost lost => (new TokenAnswer.Unavailable(lost.Problem, lost.MayBeServed, Exception: lost.Exception), false),
            _ => throw new InvalidOperationException("A reply is answered or lost."),
        };
}
