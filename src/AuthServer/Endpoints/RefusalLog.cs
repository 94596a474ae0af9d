using AuthServer.Core.Results;
using AuthServer.Hosting;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>Turns a refusal into its answer, and keeps for the operator what the caller is not told.</summary>
internal sealed partial class RefusalLog(ILogger<RefusalLog> logger)
{
    public IResult Answer(string endpoint, OAuthError error)
    {
        Note(endpoint, error);
        return OAuthResults.Error(error);
    }

    /// <summary>The same for a person, where there is no client to send the browser back to (RFC 6749 §4.1.2.1).</summary>
    public IResult Explain(string endpoint, OAuthError error)
    {
        Note(endpoint, error);
        var status = error.Code == ErrorCodes.TemporarilyUnavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest;
        return new ErrorPage(status, "This request cannot be answered", error.Description, error.Code);
    }

    public void Note(string endpoint, OAuthError error) => LogRefused(logger, endpoint, error.Code, error.Description, error.Detail);

    /// <summary>The same for requests that are authorized by an access token (RFC 6750 §3).</summary>
    public IResult Challenge(string endpoint, OAuthError error)
    {
        Note(endpoint, error);
        return OAuthResults.Challenge(error);
    }

    [LoggerMessage(3020, LogLevel.Information, "{Endpoint} refused a request: {Error} ({Description}) {Detail}")]
    private static partial void LogRefused(ILogger logger, string endpoint, string error, string description, string? detail);
}
