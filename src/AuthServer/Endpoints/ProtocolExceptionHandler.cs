using System.Data.Common;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Diagnostics;

namespace AuthServer.Endpoints;

/// <summary>What went wrong on our side is said in the protocol's own form: 503 while storage is out of reach, 500 for a bug.</summary>
internal sealed partial class ProtocolExceptionHandler(ILogger<ProtocolExceptionHandler> logger) : IExceptionHandler
{
    private static readonly OAuthError Bug = new(ErrorCodes.ServerError, "The server met an error that it did not expect.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (IsOutage(exception))
        {
            LogOutage(logger, exception);
            await OAuthResults.Error(OAuthError.Unavailable("storage is out of reach")).ExecuteAsync(httpContext);
        }
        else
        {
            LogBug(logger, exception);
            await OAuthResults.Error(Bug).ExecuteAsync(httpContext);
        }

        return true;
    }

    internal static bool IsOutage(Exception? exception) =>
        exception is not null
        && (exception is StoreUnavailableException or TimeoutException or DbException { IsTransient: true } || IsOutage(exception.InnerException));

    [LoggerMessage(3030, LogLevel.Warning, "A request could not be answered while storage is out of reach")]
    private static partial void LogOutage(ILogger logger, Exception exception);

    [LoggerMessage(3031, LogLevel.Error, "A request met an error that is a bug")]
    private static partial void LogBug(ILogger logger, Exception exception);
}
