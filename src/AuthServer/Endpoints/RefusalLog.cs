using AuthServer.Core.Results;

namespace AuthServer.Endpoints;

/// <summary>Turns a refusal into its answer, and keeps for the operator what the caller is not told.</summary>
internal sealed partial class RefusalLog(ILogger<RefusalLog> logger)
{
    public IResult Answer(string endpoint, OAuthError error)
    {
        LogRefused(logger, endpoint, error.Code, error.Description, error.Detail);
        return OAuthResults.Error(error);
    }

    /// <summary>The same for requests that are authorized by an access token (RFC 6750 §3).</summary>
    public IResult Challenge(string endpoint, OAuthError error)
    {
        LogRefused(logger, endpoint, error.Code, error.Description, error.Detail);
        return OAuthResults.Challenge(error);
    }

    [LoggerMessage(3020, LogLevel.Information, "{Endpoint} refused a request: {Error} ({Description}) {Detail}")]
    private static partial void LogRefused(ILogger logger, string endpoint, string error, string description, string? detail);
}
