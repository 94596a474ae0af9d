using System.Diagnostics.Metrics;

namespace AuthServer.Core.Revocation;

/// <summary>How APIs are told of revocations, on the meter <c>authserver.revocations</c>.</summary>
public sealed class RevocationMetrics : IDisposable
{
    public const string MeterName = "authserver.revocations";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _lag;

    public RevocationMetrics()
    {
        _polls = _meter.CreateCounter<long>("authserver.revocations.polls", "{poll}", "Polls of the revocation feed, by outcome");
        _lag = _meter.CreateHistogram<double>(
            "authserver.revocations.lag", "s", "From the revocation to the answer that carries it, for answers that are no full set");
    }

    public void Refused() => Polled("refused");

    public void Answered(RevocationPage page)
    {
        Polled(page switch
        {
            { IsReset: true } => "reset",
            { Entries.Count: > 0 } => "entries",
            _ => "empty",
        });
        if (!page.IsReset)
        {
            foreach (var entry in page.Entries)
            {
                _lag.Record((page.Now - entry.CreatedAt).TotalSeconds);
            }
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Polled(string outcome) => _polls.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
