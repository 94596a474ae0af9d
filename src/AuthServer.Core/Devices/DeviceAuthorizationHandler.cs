using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Devices;

/// <summary>
/// Device authorization requests (RFC 8628 §3.1): the client is authenticated as at the token endpoint, and what it may not have is said here, before a
/// user is troubled with it.
/// </summary>
public sealed class DeviceAuthorizationHandler(ClientAuthenticator authenticator, ScopeDirectory directory, DeviceCodes codes)
{
    private static readonly OAuthError NotAllowed = new(ErrorCodes.UnauthorizedClient, "The client may not use the device authorization grant.");

    public async Task<Result<DeviceAuthorization>> HandleAsync(
        IReadOnlyDictionary<string, string> form, PresentedCredentials credentials, CancellationToken cancellationToken)
    {
        if (!(await authenticator.AuthenticateAsync(credentials, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        if (!client.Registration.Allows(GrantTypes.DeviceCode))
        {
            return NotAllowed;
        }

        if (!ScopePolicy.Requested(client.Registration, form.GetValueOrDefault(Parameters.Scope)).TryGet(out var scopes, out error)
            || !ResourceIndicators.Within(form, await directory.AudiencesOfAsync(scopes, cancellationToken)).TryGet(out var resources, out error))
        {
            return error;
        }

        return await codes.GiveAsync(client.Registration, scopes, resources.Names, cancellationToken);
    }
}
