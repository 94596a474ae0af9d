using AuthServer.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Hosting;

/// <summary>What went wrong on our side while a page was made is said by a page: 503 while storage is out of reach, 500 for a bug.</summary>
internal sealed partial class PageExceptionHandler(ILogger<PageExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<PageActionDescriptor>() is null)
        {
            return false;
        }

        if (ProtocolExceptionHandler.IsOutage(exception))
        {
            LogOutage(logger, exception);
            await ErrorPage.Unavailable.ExecuteAsync(httpContext);
        }
        else
        {
            LogBug(logger, exception);
            await ErrorPage.Bug.ExecuteAsync(httpContext);
        }

        return true;
    }

    [LoggerMessage(3032, LogLevel.Warning, "A page could not be made while storage is out of reach")]
    private static partial void LogOutage(ILogger logger, Exception exception);

    [LoggerMessage(3033, LogLevel.Error, "A page met an error that is a bug")]
    private static partial void LogBug(ILogger logger, Exception exception);
}
