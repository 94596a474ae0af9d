using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>What is remembered of verified tokens, for how long, and how it is counted.</summary>
public sealed class RememberedTokenTests : IAsyncLifetime, IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> counts = new();
    private ApiHost api = null!;

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync(services: null, ("TokenCacheSize", "8"));
        var scope = api.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == scope && instrument.Meter.Name == AuthServerBearerDefaults.MeterName)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counts.AddOrUpdate(instrument.Name + (tags.Length > 0 ? $":{tags[0].Value}" : ""), value, (_, sum) => sum + value));
        listener.Start();
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task A_token_is_verified_once_and_then_remembered()
    {
        var token = api.Token().Sign();
        for (var i = 0; i < 5; i++)
        {
            (await api.GetAsync(token)).ShouldBeAccepted();
        }

        Count("validated").Should().Be(1);
        Count("cached").Should().Be(4);
        Count("key_fetches:succeeded").Should().Be(1);
    }

    [Fact]
    public async Task A_remembered_token_never_outlives_its_expiry()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();

        api.Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(29));
        (await api.GetAsync(token)).ShouldBeAccepted();
        Count("cached").Should().Be(1);

        api.Time.Advance(TimeSpan.FromSeconds(1));
        (await api.GetAsync(token)).ShouldBeRefused("The token has expired.");
        (await api.GetAsync(token)).ShouldBeRefused("The token has expired.");
        Count("refused:expired").Should().Be(2);
    }

    [Fact]
    public async Task Refused_tokens_push_no_verified_one_out()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();
        for (var i = 0; i < 50; i++)
        {
            await api.GetAsync(api.Token().With("aud", "other").Sign());
        }

        (await api.GetAsync(token)).ShouldBeAccepted();
        Count("validated").Should().Be(1);
        Count("refused:audience").Should().Be(50);
    }

    [Fact]
    public async Task A_token_that_was_pushed_out_is_verified_again()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();
        for (var i = 0; i < 8; i++)
        {
            (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        }

        (await api.GetAsync(token)).ShouldBeAccepted();
        Count("validated").Should().Be(10);
        Count("cached").Should().Be(0);
    }

    [Fact]
    public async Task A_remembered_token_with_another_signature_is_another_token()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();
        var flipped = token[..^10] + (token[^10] == 'A' ? 'B' : 'A') + token[^9..];

        (await api.GetAsync(flipped)).ShouldBeRefused("The signature of the token is invalid.");
        Count("refused:signature").Should().Be(1);
    }

    [Fact]
    public async Task Every_request_without_keys_is_counted()
    {
        api.Issuer.IsDown = true;
        await api.GetAsync(api.Token().Sign());
        await api.GetAsync(api.Token().Sign());

        Count("refused:no_keys").Should().Be(2);
        Count("key_fetches:failed").Should().Be(1);
    }

    private long Count(string name) => counts.GetValueOrDefault("authserver.validation." + name);
}
