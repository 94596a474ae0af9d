using AuthServer.Core.Sessions;

namespace AuthServer.Account;

/// <summary>Where a request came from.</summary>
internal static class HttpCaller
{
    public static Caller Caller(this HttpContext context) => Core.Sessions.Caller.From(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent);
}
