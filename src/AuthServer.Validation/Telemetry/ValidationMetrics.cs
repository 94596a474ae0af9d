using System.Diagnostics.Metrics;

namespace AuthServer.Validation.Telemetry;

/// <summary>Counters of the meter <see cref="AuthServerBearerDefaults.MeterName"/>.</summary>
internal sealed class ValidationMetrics
{
    private readonly Counter<long> validated;
    private readonly Counter<long> cached;
    private readonly Counter<long> refused;
    private readonly Counter<long> keyFetches;

    public ValidationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AuthServerBearerDefaults.MeterName);
        validated = meter.CreateCounter<long>("authserver.validation.validated", "{token}", "Access tokens whose signature was verified and that were accepted.");
        cached = meter.CreateCounter<long>("authserver.validation.cached", "{token}", "Access tokens accepted because they were verified before.");
        refused = meter.CreateCounter<long>("authserver.validation.refused", "{token}", "Credentials that were refused, by reason.");
        keyFetches = meter.CreateCounter<long>("authserver.validation.key_fetches", "{fetch}", "Fetches of the issuer's keys, by outcome.");
    }

    public void Validated() => validated.Add(1);

    public void Cached() => cached.Add(1);

    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void KeysFetched(bool succeeded) => keyFetches.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "succeeded" : "failed"));
}
