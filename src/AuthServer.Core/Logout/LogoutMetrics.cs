using System.Diagnostics.Metrics;

namespace AuthServer.Core.Logout;

/// <summary>Counters of logout tokens, on the meter <c>authserver.logout</c>.</summary>
public sealed class LogoutMetrics : IDisposable
{
    public const string MeterName = "authserver.logout";

    /// <summary>The client has taken it.</summary>
    public const string Delivered = "delivered";

    /// <summary>It will be sent again.</summary>
    public const string Failed = "failed";

    /// <summary>It will not be sent again.</summary>
    public const string GivenUp = "given_up";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _deliveries;

    public LogoutMetrics() => _deliveries = _meter.CreateCounter<long>("authserver.logout.deliveries", "{attempt}", "Attempts to deliver a logout token, by outcome");

    /// <param name="outcome">One of the constants above.</param>
    public void Attempted(string outcome) => _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
