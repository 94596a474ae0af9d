namespace AuthServer.Protocol.Dpop;

/// <summary>The request that a proof must be made for, and how far its <c>iat</c> may lie from now (RFC 9449 §4.3).</summary>
/// <param name="Method">The method of the request, compared ordinally with <c>htm</c>.</param>
/// <param name="Uri">The URI of the request as its sender knows it; query and fragment do not count.</param>
public sealed record DpopConditions(string Method, Uri Uri)
{
    /// <summary>The access token that comes with the proof; then <c>ath</c> must be its hash. Null where none does.</summary>
    public string? AccessToken { get; init; }

    /// <summary>How old a proof may be; one minute unless said otherwise (§11.1).</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far the sender's clock may be ahead; 30 seconds unless said otherwise.</summary>
    public TimeSpan MaximumLead { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Says nothing of the access token, so that no log can.</summary>
    public override string ToString() => $"DpopConditions {{ Method = {Method}, Uri = {Uri} }}";
}
