using System.Diagnostics.Metrics;

namespace AuthServer.Core.Sessions;

/// <summary>Counters of what happens to sessions, on the meter <c>authserver.sessions</c>.</summary>
public sealed class SessionMetrics : IDisposable
{
    public const string MeterName = "authserver.sessions";
    public const string Rotated = "rotated";
    public const string Kept = "kept";
    public const string Retried = "retried";
    public const string Refused = "refused";
    public const string Unavailable = "unavailable";

    private readonly Counter<long> _created;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _refreshes;

    public SessionMetrics()
    {
        _created = Meter.CreateCounter<long>("authserver.sessions.created", "{session}", "Sessions opened by a sign-in");
        _ended = Meter.CreateCounter<long>("authserver.sessions.ended", "{session}", "Sessions ended, by reason");
        _refreshes = Meter.CreateCounter<long>("authserver.refreshes", "{request}", "Presented refresh tokens, by verdict");
    }

    /// <summary>This node's own, among those of one name in a process.</summary>
    public Meter Meter { get; } = new(MeterName);

    public void Created() => _created.Add(1);

    public void Ended(EndReason reason, int count) => _ended.Add(count, new KeyValuePair<string, object?>("reason", reason.Exact()));

    /// <param name="verdict">One of the constants above, or the exact reason of the end that the presentation caused.</param>
    public void Presented(string verdict) => _refreshes.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    public void Dispose() => Meter.Dispose();
}
