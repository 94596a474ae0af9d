using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AuthServer.Validation.Revocations;

namespace AuthServer.Validation.Telemetry;

/// <summary>What the library reports on the meter <see cref="AuthServerBearerDefaults.MeterName"/>.</summary>
internal sealed class ValidationMetrics
{
    private readonly Counter<long> _validated;
    private readonly Counter<long> _cached;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _keyFetches;
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _lag;
    private readonly ConcurrentQueue<(string Issuer, KnownRevocations Known)> _revocations = [];

    public ValidationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AuthServerBearerDefaults.MeterName);
        _validated = meter.CreateCounter<long>("authserver.validation.validated", "{token}", "Access tokens whose signature was verified and that were accepted.");
        _cached = meter.CreateCounter<long>("authserver.validation.cached", "{token}", "Access tokens accepted because they were verified before.");
        _refused = meter.CreateCounter<long>("authserver.validation.refused", "{token}", "Credentials that were refused, by reason.");
        _keyFetches = meter.CreateCounter<long>("authserver.validation.key_fetches", "{fetch}", "Fetches of the issuer's keys, by outcome.");
        _polls = meter.CreateCounter<long>("authserver.validation.revocation_polls", "{poll}", "Polls of the revocation feed, by outcome.");
        _lag = meter.CreateHistogram<double>("authserver.validation.revocation_lag", "s", "From a revocation to its arrival here, by the issuer's clock.");
        meter.CreateObservableGauge("authserver.validation.revocations", () => Observe(known => known.Count), "{entry}", "Revocations that are heeded.");
        meter.CreateObservableGauge(
            "authserver.validation.revocation_feed_connected", () => Observe(known => known.IsStale ? 0 : 1), description: "1 while the latest revocations are known, else 0.");
    }

    /// <summary>Has gauges report on an issuer's revocations.</summary>
    public void Watch(string issuer, KnownRevocations known) => _revocations.Enqueue((issuer, known));

    public void RevocationsPolled(bool succeeded) => _polls.Add(1, Outcome(succeeded));

    public void RevocationApplied(double lag) => _lag.Record(lag);

    public void Validated() => _validated.Add(1);

    public void Cached() => _cached.Add(1);

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void KeysFetched(bool succeeded) => _keyFetches.Add(1, Outcome(succeeded));

    private static KeyValuePair<string, object?> Outcome(bool succeeded) => new("outcome", succeeded ? "succeeded" : "failed");

    private IEnumerable<Measurement<int>> Observe(Func<KnownRevocations, int> value) =>
        _revocations.Select(feed => new Measurement<int>(value(feed.Known), new KeyValuePair<string, object?>("issuer", feed.Issuer)));
}
