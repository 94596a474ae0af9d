using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Endpoints;

/// <summary>Finds what a request offers to show that its sender holds a key: a DPoP header, of which there is one at most, or a TLS certificate.</summary>
internal static class ProofReader
{
    private static readonly OAuthError Several = new(ErrorCodes.InvalidDpopProof, "The request carries more than one DPoP proof.");

    public static Result<PresentedProof> Read(HttpContext context)
    {
        var headers = context.Request.Headers[DpopNames.ProofHeader];
        if (headers.Count > 1)
        {
            return Several;
        }

        var issuer = context.RequestServices.GetRequiredService<IOptions<TokenOptions>>().Value.Issuer;
        return new PresentedProof(context.Request.Method, issuer + context.Request.Path)
        {
            Dpop = headers.Count == 1 ? headers[0] : null,
            Certificate = context.Connection.ClientCertificate,
        };
    }
}
