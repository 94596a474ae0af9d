using System.Net.Http.Headers;
using AuthServer.Client.Proofs;
using AuthServer.Client.Requests;
using AuthServer.Client.Tokens;
using AuthServer.Protocol.Dpop;

namespace AuthServer.Client.Http;

/// <summary>A request as the caller made it, which following a redirect changes, and which is to be sent again as it was.</summary>
internal sealed class OutgoingRequest(HttpRequestMessage message)
{
    private readonly HttpMethod _method = message.Method;
    private readonly Uri _address = message.RequestUri!;
    private readonly HttpContent? _content = message.Content;

    public bool CanRepeat => KeptBody.CanRepeat(_content);

    public string Origin => _address.GetLeftPart(UriPartial.Authority);

    /// <summary>The message with this token, and with a proof of its own when the token is bound to a key (RFC 9449 §7.1).</summary>
    public HttpRequestMessage With(AccessToken token, OriginNotes notes)
    {
        (message.Method, message.RequestUri, message.Content) = (_method, _address, _content);
        message.Headers.Authorization = new AuthenticationHeaderValue(token.Scheme, token.Value);
        message.Headers.Remove(DpopNames.ProofHeader);
        if (token.Key is { } key)
        {
            message.Headers.TryAddWithoutValidation(DpopNames.ProofHeader, ProofWriter.Write(key, _method, _address, notes.Now(_address), notes.NonceFor(_address), token.Value));
        }

        return message;
    }

    /// <summary>Leaves nothing of ours on the message: a handler around this one may send it again, as the caller made it.</summary>
    public void Clear()
    {
        message.Headers.Authorization = null;
        message.Headers.Remove(DpopNames.ProofHeader);
    }

    /// <summary>
    /// Whether the answer is that to the request as it went out. One behind a redirect is not: what was asked may have been served, and the framework takes the token
    /// off before it follows.
    /// </summary>
    public bool IsAnsweredBy(HttpResponseMessage response) => response.RequestMessage is { } answered && answered.RequestUri == _address && answered.Method == _method;
}
