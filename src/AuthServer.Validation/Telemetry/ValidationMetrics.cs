using System.Diagnostics.Metrics;

namespace AuthServer.Validation.Telemetry;

/// <summary>Counters of the meter <see cref="AuthServerBearerDefaults.MeterName"/>.</summary>
internal sealed class ValidationMetrics
{
    private readonly Counter<long> _validated;
    private readonly Counter<long> _cached;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _keyFetches;

    public ValidationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AuthServerBearerDefaults.MeterName);
        _validated = meter.CreateCounter<long>("authserver.validation.validated", "{token}", "Access tokens whose signature was verified and that were accepted.");
        _cached = meter.CreateCounter<long>("authserver.validation.cached", "{token}", "Access tokens accepted because they were verified before.");
        _refused = meter.CreateCounter<long>("authserver.validation.refused", "{token}", "Credentials that were _refused, by reason.");
        _keyFetches = meter.CreateCounter<long>("authserver.validation.key_fetches", "{fetch}", "Fetches of the issuer's keys, by outcome.");
    }

    public void Validated() => _validated.Add(1);

    public void Cached() => _cached.Add(1);

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void KeysFetched(bool succeeded) => _keyFetches.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "succeeded" : "failed"));
}
