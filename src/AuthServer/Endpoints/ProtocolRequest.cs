using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;

namespace AuthServer.Endpoints;

/// <summary>What the endpoints that authenticate a client have in common: its form, its credentials and where it comes from.</summary>
internal sealed record ProtocolRequest(IReadOnlyDictionary<string, string> Form, PresentedCredentials Credentials, Caller Caller)
{
    public static async Task<Result<ProtocolRequest>> ReadAsync(HttpContext context)
    {
        if (!(await ProtocolForm.ReadAsync(context.Request, context.RequestAborted)).TryGet(out var form, out var error)
            || !ClientCredentialsReader.Read(context.Request, form).TryGet(out var credentials, out error))
        {
            return error;
        }

        return new ProtocolRequest(form, credentials, Caller.From(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent));
    }
}
