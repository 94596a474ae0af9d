using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using AuthServer.Core.Activity;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Tokens;

namespace AuthServer.Housekeeping;

/// <summary>Counts by the minute what this node's meters measure, so that nothing is counted twice in code.</summary>
internal sealed class ActivityCounter : IDisposable
{
    private const int MaximumTags = 2;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["authserver.token.requests"] = ActivityNames.TokenRequests,
        ["authserver.refreshes"] = ActivityNames.Refreshes,
        ["authserver.sessions.created"] = ActivityNames.SessionsCreated,
        ["authserver.sessions.ended"] = ActivityNames.SessionsEnded,
        ["authserver.sign_ins.succeeded"] = ActivityNames.SignIns,
        ["authserver.sign_ins.failed"] = ActivityNames.FailedSignIns,
    };

    private readonly ConcurrentDictionary<Key, StrongBox<long>> _counts = new();
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _time;

    public ActivityCounter(SessionMetrics sessions, TokenMetrics tokens, SignInMetrics signIns, TimeProvider time)
    {
        _time = time;

        // By the meter itself and not by its name: another server in the same process has meters of the same names.
        Meter[] meters = [sessions.Meter, tokens.Meter, signIns.Meter];
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter) && Names.TryGetValue(instrument.Name, out var name))
            {
                listener.EnableMeasurementEvents(instrument, name);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
    }

    public void Start() => _listener.Start();

    /// <summary>What was counted since the last time, and is not here any more.</summary>
    public IReadOnlyList<ActivityCount> Take()
    {
        var now = Minute();
        var taken = new Dictionary<(long Minute, string Name), long>();
        foreach (var (key, count) in _counts)
        {
            if (Interlocked.Exchange(ref count.Value, 0) is > 0 and var value)
            {
                // What was put back stands under a key of its own.
                taken[(key.Minute, key.Name)] = taken.GetValueOrDefault((key.Minute, key.Name)) + value;
            }

            // Nobody counts in a minute that is well past.
            if (key.Minute < now - 1 && Interlocked.Read(ref count.Value) == 0)
            {
                _counts.TryRemove(key, out _);
            }
        }

        return [.. taken.Select(count => new ActivityCount(DateTimeOffset.FromUnixTimeSeconds(count.Key.Minute * 60), count.Key.Name, count.Value))];
    }

    /// <summary>Counts again what could not be written.</summary>
    public void PutBack(IEnumerable<ActivityCount> counts)
    {
        foreach (var count in counts)
        {
            Add(new Key(count.Minute.ToUnixTimeSeconds() / 60, count.Name, null, null), count.Count);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => Add(
        new Key(
            Minute(),
            (string)state!,
            tags.Length > 0 ? tags[0].Value as string : null,
            tags.Length >= MaximumTags ? tags[1].Value as string : null),
        measurement);

    private void Add(Key key, long count) => Interlocked.Add(ref _counts.GetOrAdd(key, static _ => new StrongBox<long>()).Value, count);

    private long Minute() => _time.GetUtcNow().ToUnixTimeSeconds() / 60;

    /// <summary>Put together without an allocation: a refresh is counted on its way.</summary>
    private readonly record struct Key(long Minute, string Prefix, string? First, string? Second)
    {
        public string Name => string.Join('.', new[] { Prefix, First, Second }.Where(part => part is not null));
    }
}
