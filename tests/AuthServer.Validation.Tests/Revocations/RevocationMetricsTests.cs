using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Validation.Tests.Revocations;

public sealed class RevocationMetricsTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> _measured = new();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Lag_entries_connection_polls_and_refusals_are_measured()
    {
        await using var api = await FollowingApi.StartAsync();
        Listen(api.Services.GetRequiredService<IMeterFactory>());
        await FollowingApi.UntilAsync(() => api.Issuer.Feed.Polls.Count > 1);

        api.Issuer.Feed.RevokeSession("ended");
        var token = api.Token().With("sid", "ended").Sign();
        await FollowingApi.UntilAsync(async () => (await api.GetAsync(token)).StatusCode == HttpStatusCode.Unauthorized);
        _listener.RecordObservableInstruments();

        Last("revocation_lag").Should().BeApproximately(0.25, 0.001);
        Last("revocations").Should().Be(1);
        Last("revocation_feed_connected").Should().Be(1);
        _measured.Should().Contain(("revocation_polls:succeeded", 1)).And.Contain(("refused:revoked", 1));

        api.Time.Advance(TimeSpan.FromMinutes(3));
        _listener.RecordObservableInstruments();
        Last("revocation_feed_connected").Should().Be(0);
    }

    private void Listen(IMeterFactory scope)
    {
        _listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == scope && instrument.Meter.Name == AuthServerBearerDefaults.MeterName)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, []));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name["authserver.validation.".Length..] + (tags.Length > 0 ? $":{tags[0].Value}" : ""), value));

    private double Last(string name) => _measured.Last(measured => measured.Name == name).Value;
}
