using System.Net;

namespace AuthServer.Client.Requests;

/// <summary>What came back from an endpoint, not yet understood.</summary>
internal abstract record ServerReply
{
    private ServerReply()
    {
    }

    /// <param name="IsNewNonce">Whether a nonce came with it that the request did not prove with (RFC 9449 §8).</param>
    public sealed record Answered(HttpStatusCode Status, byte[] Body, DateTimeOffset SentAt, TimeSpan? RetryAfter, bool IsNewNonce) : ServerReply;

    /// <param name="MayBeServed">Whether the server may have served the request, the answer being lost.</param>
    public sealed record Lost(string Problem, bool MayBeServed, Exception Exception) : ServerReply;
}
