using AuthServer.Client.Telemetry;
using AuthServer.Client.Tokens;

namespace AuthServer.Client.Http;

/// <summary>
/// Sends a session's access token with each request to the origins it was set up for. A 401 that calls the token invalid (RFC 6750 §3.1) means that the request
/// was not served, so it is sent once more with a new token, whatever its method; nothing else is ever repeated, and nothing twice. A resource that wants its
/// nonce in the proof (RFC 9449 §9) is given it once.
/// </summary>
internal sealed class TokenHandler(TokenSession session, AuthServerTokensOptions options, TokenOrigins origins, HandlerSurroundings surroundings) : DelegatingHandler
{
    private readonly TokenTarget _target = new(options.Resource, options.Scope);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsForUs(request))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        request.Content = await KeptBody.PrepareAsync(request.Content, options.BodyLimit, cancellationToken).ConfigureAwait(false);
        var outgoing = new OutgoingRequest(request);
        try
        {
            return await SendAsync(outgoing, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            outgoing.Clear();
        }
    }

    /// <summary>Tokens are renewed without blocking a thread, so there is no synchronous way.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => IsForUs(request)
        ? throw new NotSupportedException("Requests that carry an access token are sent by SendAsync; Send cannot wait for a renewal.")
        : base.Send(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(OutgoingRequest outgoing, CancellationToken cancellationToken)
    {
        var token = await session.GetAsync(_target, cancellationToken).ConfigureAwait(false);
        var isReplaced = false;
        var isProvenAnew = false;
        while (true)
        {
            var response = await base.SendAsync(outgoing.With(token, surroundings.Notes), cancellationToken).ConfigureAwait(false);
            try
            {
                switch (Understand(response, outgoing, token))
                {
                    case Challenge.Nonce when !isProvenAnew && token.Key is not null:
                        isProvenAnew = true;
                        break;
                    case Challenge.NewToken when !isReplaced:
                        if (await session.ReplaceAsync(token, _target, cancellationToken).ConfigureAwait(false) is not { } replacement)
                        {
                            return GiveUp(response, outgoing);
                        }

                        (token, isReplaced) = (replacement, true);
                        break;
                    case Challenge.NewToken:
                        return GiveUp(response, outgoing);
                    default:
                        return response;
                }

                EnsureRepeatable(outgoing);
            }
            catch
            {
                response.Dispose();
                throw;
            }

            response.Dispose();
        }
    }

    // A caller who set the header himself knows why.
    private bool IsForUs(HttpRequestMessage request)
    {
        var isOurOrigin = origins.Contains(request.RequestUri);
        if (!isOurOrigin && request.RequestUri is { IsAbsoluteUri: true } address)
        {
            ClientLog.ForeignOrigin(surroundings.Logger, address.GetLeftPart(UriPartial.Authority));
        }

        return isOurOrigin && request.Headers.Authorization is null;
    }

    private Challenge Understand(HttpResponseMessage response, OutgoingRequest outgoing, AccessToken token)
    {
        // After a redirect the answer may be a stranger's, who cannot know whether the token is good.
        if (response.RequestMessage?.RequestUri is not { } answeredBy || !origins.Contains(answeredBy))
        {
            return Challenge.None;
        }

        if (token.Key is not null)
        {
            surroundings.Notes.Learn(answeredBy, response);
        }

        return outgoing.IsAnsweredBy(response) ? Challenges.Of(response) : Challenge.None;
    }

    private void EnsureRepeatable(OutgoingRequest outgoing)
    {
        if (!outgoing.CanRepeat)
        {
            surroundings.Metrics.Repeat("body_gone");
            ClientLog.NotRepeated(surroundings.Logger, outgoing.Origin);
            throw new BodyGoneException();
        }

        surroundings.Metrics.Repeat("repeated");
        ClientLog.Repeated(surroundings.Logger, outgoing.Origin);
    }

    private HttpResponseMessage GiveUp(HttpResponseMessage response, OutgoingRequest outgoing)
    {
        surroundings.Metrics.Repeat("given_up");
        ClientLog.RefusesNew(surroundings.Logger, outgoing.Origin);
        return response;
    }
}
