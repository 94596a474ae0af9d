using AuthServer.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.Tokens;

/// <summary>What every part of a session reports to, and its clock.</summary>
internal sealed record RenewalSurroundings(TimeProvider Time, ClientMetrics Metrics, ILogger Logger);
