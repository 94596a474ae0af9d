using System.Data.Common;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Diagnostics;

namespace AuthServer.Endpoints;

/// <summary>What went wrong on our side is said in the protocol's own form: 503 while storage is out of reach, 500 for a bug.</summary>
internal sealed class ProtocolExceptionHandler : IExceptionHandler
{
    private static readonly OAuthError Bug = new(ErrorCodes.ServerError, "The server met an error that it did not expect.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var error = IsOutage(exception) ? OAuthError.Unavailable(exception.GetType().Name) : Bug;
        await OAuthResults.Error(error).ExecuteAsync(httpContext);
        return true;
    }

    private static bool IsOutage(Exception? exception) =>
        exception is not null && (exception is StoreUnavailableException or DbException or TimeoutException || IsOutage(exception.InnerException));
}
