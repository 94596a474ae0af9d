using System.Collections.Concurrent;
using AuthServer.Validation.Keys;
using AuthServer.Validation.Proofs;
using AuthServer.Validation.Revocations;
using AuthServer.Validation.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Validation.Tokens;

/// <summary>The authenticator of each scheme, made when the scheme is first used: keys and remembered tokens live as long as the host.</summary>
internal sealed class BearerAuthenticators(
    IOptionsMonitor<AuthServerBearerOptions> options,
    IHttpClientFactory clients,
    IHostEnvironment environment,
    PossessionChecks possession,
    RevocationFeeds revocations,
    ValidationMetrics metrics,
    ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, Lazy<BearerAuthenticator>> _byScheme = new(StringComparer.Ordinal);

    public BearerAuthenticator For(string scheme) => _byScheme.TryGetValue(scheme, out var made)
        ? made.Value
        : _byScheme.GetOrAdd(scheme, _ => new Lazy<BearerAuthenticator>(() => Make(scheme))).Value;

    private BearerAuthenticator Make(string scheme)
    {
        var settings = options.Get(scheme);
        var logger = loggers.CreateLogger<BearerAuthenticator>();
        var documents = new IssuerDocuments(clients, new IssuerMetadata(settings.Issuer, new TransportRule(settings.RequireHttps, environment)));
        var source = new IssuerKeySource(documents, settings, metrics, logger);
        var verifier = new AccessTokenVerifier(scheme, settings, source, revocations.KnownFor(scheme), metrics);
        return new BearerAuthenticator(verifier, possession.For(settings), settings, metrics, logger);
    }
}
