using System.Net;

namespace AuthServer.Client.Http;

/// <summary>
/// The API refused the access token, and it has been renewed; but the request's body was a stream that has been read and was too long to keep.
/// The request was not served. Whoever can make its body anew may send it again.
/// </summary>
public sealed class BodyGoneException()
    : HttpRequestException(
        "The access token was refused and is new now, but the request's body cannot be sent again: make the request anew, or raise BodyLimit.", null, HttpStatusCode.Unauthorized);
