using AuthServer.Client.Proofs;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;

namespace AuthServer.Client.Requests;

/// <summary>Sends one authenticated form to an endpoint of the server and tells an answer from the want of one. It repeats nothing.</summary>
internal sealed class ServerEndpoint(IHttpClientFactory clients, AuthServerClientOptions options, ClientAuthentication authentication, OriginNotes notes, TimeProvider time)
{
    public async Task<ServerReply> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> parameters, SigningKey? proofKey, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(AuthServerClientDefaults.HttpClientName);
            var nonce = notes.NonceFor(address);
            using var request = Request(address, parameters, proofKey, nonce);
            var sentAt = time.GetUtcNow();
            using var response = await client.SendAsync(request, either.Token).ConfigureAwait(false);
            return new ServerReply.Answered(
                response.StatusCode,
                await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false),
                sentAt,
                RetryAfter.Of(response, time),
                notes.Learn(address, response) is { } brought && brought != nonce);
        }
        catch (HttpRequestException e)
        {
            return new ServerReply.Lost("the server could not be reached or broke off", MayBeServed: !IsBeforeSending(e.HttpRequestError), e);
        }
        catch (IOException e)
        {
            return new ServerReply.Lost("the answer broke off", MayBeServed: true, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerReply.Lost("the answer did not come in time", MayBeServed: true, e);
        }
    }

    private HttpRequestMessage Request(Uri address, IEnumerable<KeyValuePair<string, string>> parameters, SigningKey? proofKey, string? nonce)
    {
        var form = parameters.ToList();
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Accept.ParseAdd("application/json");
        authentication.Apply(request, form);
        if (proofKey is not null)
        {
            request.Headers.TryAddWithoutValidation(DpopNames.ProofHeader, ProofWriter.Write(proofKey, HttpMethod.Post, address, notes.Now(address), nonce));
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static bool IsBeforeSending(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
