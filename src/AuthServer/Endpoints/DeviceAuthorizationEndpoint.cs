using AuthServer.Core.Devices;
using AuthServer.Core.Tokens;
using AuthServer.Devices;
using Microsoft.Extensions.Options;

namespace AuthServer.Endpoints;

/// <summary>The device authorization endpoint (RFC 8628 §3.1).</summary>
internal static class DeviceAuthorizationEndpoint
{
    public static void MapDeviceAuthorization(this IEndpointRouteBuilder app) => app.MapPost(Paths.DeviceAuthorization, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, DeviceAuthorizationHandler handler, RefusalLog refusals, IOptions<TokenOptions> options)
    {
        if (!(await ProtocolRequest.ReadAsync(context)).TryGet(out var request, out var error)
            || !(await handler.HandleAsync(request.Form, request.Credentials, context.RequestAborted)).TryGet(out var device, out error))
        {
            return refusals.Answer(Paths.DeviceAuthorization, error);
        }

        return OAuthResults.DeviceAuthorization(device, options.Value.Issuer + DevicePaths.Verification);
    }
}
