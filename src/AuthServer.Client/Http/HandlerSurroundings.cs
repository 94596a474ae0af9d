using AuthServer.Client.Requests;
using AuthServer.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.Http;

/// <summary>What a handler notes and reports to.</summary>
internal sealed record HandlerSurroundings(OriginNotes Notes, ClientMetrics Metrics, ILogger Logger);
