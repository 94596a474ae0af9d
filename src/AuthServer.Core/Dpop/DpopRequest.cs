namespace AuthServer.Core.Dpop;

/// <summary>A request that carries a proof of possession, free of HTTP (RFC 9449 §4.3).</summary>
/// <param name="Proof">The value of the one <c>DPoP</c> header.</param>
/// <param name="Uri">The endpoint as clients discover it, whatever stands between them and this node.</param>
/// <param name="AccessToken">The access token that the request is authorized by; null where the proof comes with none, as at the token endpoint.</param>
public sealed record DpopRequest(string Proof, string Method, Uri Uri, string? AccessToken)
{
    /// <summary>Says nothing of what was presented, so that no log can.</summary>
    public override string ToString() => $"DpopRequest {{ Method = {Method}, Uri = {Uri} }}";
}
