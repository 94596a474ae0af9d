using System.Diagnostics.Metrics;

namespace AuthServer.Client.Telemetry;

/// <summary>Counters of the meter <see cref="AuthServerClientDefaults.MeterName"/>.</summary>
internal sealed class ClientMetrics
{
    private readonly Counter<long> _renewals;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _ends;

    public ClientMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AuthServerClientDefaults.MeterName);
        _renewals = meter.CreateCounter<long>("authserver.client.renewals", "{renewal}", "Renewals of tokens, by outcome: renewed, adopted, failed, refused, ended.");
        _repeats = meter.CreateCounter<long>("authserver.client.repeats", "{request}", "Requests whose access token was refused, by outcome: repeated, body_gone, given_up.");
        _ends = meter.CreateCounter<long>("authserver.client.session_ends", "{session}", "Sessions that ended, by reason.");
    }

    public void Renewal(string outcome) => _renewals.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Repeat(string outcome) => _repeats.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void SessionEnded(Tokens.SessionEndReason reason) => _ends.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
