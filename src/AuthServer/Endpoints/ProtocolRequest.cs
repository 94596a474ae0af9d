using AuthServer.Core.Clients;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;

namespace AuthServer.Endpoints;

/// <summary>What the endpoints that authenticate a client have in common: its form, its credentials, its proof of a key and where it comes from.</summary>
internal sealed record ProtocolRequest(IReadOnlyDictionary<string, string> Form, PresentedCredentials Credentials, PresentedProof Proof, Caller Caller)
{
    public static async Task<Result<ProtocolRequest>> ReadAsync(HttpContext context)
    {
        if (!(await ProtocolForm.ReadAsync(context.Request, context.RequestAborted)).TryGet(out var form, out var error)
            || !ClientCredentialsReader.Read(context.Request, form, context.Connection.ClientCertificate).TryGet(out var credentials, out error)
            || !ProofReader.Read(context).TryGet(out var proof, out error))
        {
            return error;
        }

        return new ProtocolRequest(form, credentials, proof, Caller.From(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent));
    }
}
