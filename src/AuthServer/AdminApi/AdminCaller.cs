using AuthServer.Account;
using AuthServer.Administration;

namespace AuthServer.AdminApi;

/// <summary>The administrator whom a request's token stands for.</summary>
internal static class AdminCaller
{
    public static Administrator Administrator(this HttpContext http) => new(http.Actor(), http.Caller());

    public static string Actor(this HttpContext http) => http.User.FindFirst(AdminTokenHandler.ActorClaim)?.Value
        ?? throw new InvalidOperationException("The request has passed the policy of the administration API without an actor.");
}
