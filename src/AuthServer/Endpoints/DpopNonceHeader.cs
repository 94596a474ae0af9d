using AuthServer.Core.Dpop;
using AuthServer.Protocol.Dpop;

namespace AuthServer.Endpoints;

/// <summary>
/// Puts the nonce to use next on every answer to a request that carried a proof, whatever the answer is (RFC 9449 §8.2): a client that keeps up needs
/// no second attempt.
/// </summary>
internal static class DpopNonceHeader
{
    public static void UseDpopNonces(this WebApplication app) => app.Use(static (context, next) =>
    {
        if (context.Request.Headers.ContainsKey(DpopNames.ProofHeader))
        {
            // At the last moment, because the answer to an exception begins by clearing the headers.
            context.Response.OnStarting(static state => WriteAsync((HttpContext)state), context);
        }

        return next(context);
    });

    private static Task WriteAsync(HttpContext context)
    {
        context.Response.Headers[DpopNames.NonceHeader] = context.RequestServices.GetRequiredService<DpopNonces>().Current();
        return Task.CompletedTask;
    }
}
