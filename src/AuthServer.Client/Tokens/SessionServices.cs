using AuthServer.Client.Requests;
using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.Tokens;

/// <summary>What sessions take from the application's container.</summary>
internal sealed record SessionServices(
    IOptionsMonitor<AuthServerClientOptions> Options,
    IHttpClientFactory HttpClients,
    ITokenStore Store,
    ITokenLock Lock,
    TimeProvider Time,
    OriginNotes Notes,
    ClientMetrics Metrics,
    ILoggerFactory Loggers);
