using System.Diagnostics.Metrics;

namespace AuthServer.Core.Tokens;

/// <summary>Counts what the token endpoint answers, on the meter <c>authserver.tokens</c>. Requests that are no well-formed form are not counted.</summary>
public sealed class TokenMetrics : IDisposable
{
    public const string MeterName = "authserver.tokens";
    public const string Granted = "granted";

    private readonly Counter<long> _requests;

    public TokenMetrics() => _requests = Meter.CreateCounter<long>("authserver.token.requests", "{request}", "Token requests, by grant and outcome");

    /// <summary>This node's own, among those of one name in a process.</summary>
    public Meter Meter { get; } = new(MeterName);

    /// <param name="grant">One of a few names, never what a caller sent.</param>
    /// <param name="outcome"><see cref="Granted"/> or the error code.</param>
    public void Answered(string grant, string outcome) =>
        _requests.Add(1, new KeyValuePair<string, object?>("grant", grant), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => Meter.Dispose();
}
