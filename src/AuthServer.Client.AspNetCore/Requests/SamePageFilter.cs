using AuthServer.Client.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.Requests;

/// <summary>Refuses with 403 what another site made the browser send.</summary>
internal static class SamePageFilter
{
    public static ValueTask<object?> RequireCallAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        OwnOrigin.ForeignCall(invocation.HttpContext.Request) is { } sign ? Refuse(invocation.HttpContext, sign) : next(invocation);

    public static ValueTask<object?> RequireNavigationAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        OwnOrigin.NoNavigation(invocation.HttpContext.Request) is { } sign ? Refuse(invocation.HttpContext, sign) : next(invocation);

    private static ValueTask<object?> Refuse(HttpContext context, string sign)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AuthServerSessionDefaults.LogCategory);
        SessionLog.Foreign(logger, context.Request.Path, sign);
        return ValueTask.FromResult<object?>(Answers.Refused(context, StatusCodes.Status403Forbidden, "cross_site_request"));
    }
}
