using System.Collections.Concurrent;
using AuthServer.Validation.Keys;
using AuthServer.Validation.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Validation.Revocations;

/// <summary>What is known of revocations under each scheme, and who keeps it up to date; nothing under a scheme that has no credentials for the feed.</summary>
internal sealed class RevocationFeeds(
    IOptionsMonitor<AuthServerBearerOptions> options, IHttpClientFactory clients, IHostEnvironment environment, ValidationMetrics metrics, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, Lazy<Feed?>> _byScheme = new(StringComparer.Ordinal);

    public KnownRevocations? KnownFor(string scheme) => For(scheme)?.Known;

    public RevocationPoller? PollerFor(string scheme) => For(scheme)?.Poller;

    private Feed? For(string scheme) => _byScheme.GetOrAdd(scheme, _ => new Lazy<Feed?>(() => Make(scheme))).Value;

    private Feed? Make(string scheme)
    {
        var settings = options.Get(scheme);
        if (!settings.Revocations.AreEnabled)
        {
            return null;
        }

        var metadata = new IssuerMetadata(settings.Issuer, new TransportRule(settings.RequireHttps, environment));
        var client = new RevocationFeedClient(clients, metadata, settings.Revocations);
        var known = new KnownRevocations(settings.Revocations, settings.TimeProvider ?? TimeProvider.System);
        metrics.Watch(settings.Issuer, known);
        return new Feed(known, new RevocationPoller(client, known, settings, metrics, loggers.CreateLogger<RevocationPoller>()));
    }

    private sealed record Feed(KnownRevocations Known, RevocationPoller Poller);
}
