using AuthServer.Client.AspNetCore.Requests;
using AuthServer.Client.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.Cookies;

/// <summary>Serves only where cookies are safe (RFC 6749 §10.9), and says how to make it so where they are not.</summary>
internal static class SecureConnection
{
    public static ValueTask<object?> RequireAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.RequestServices.GetRequiredService<CookieScheme>().Serves(context.Request))
        {
            return next(invocation);
        }

        SessionLog.NotHttps(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(AuthServerSessionDefaults.LogCategory));
        return ValueTask.FromResult<object?>(Answers.Refused(context, StatusCodes.Status500InternalServerError, "https_required"));
    }
}
