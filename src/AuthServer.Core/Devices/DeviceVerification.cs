using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Scopes;
using AuthServer.Core.SignIns;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Devices;

/// <summary>The user's side of the device grant (RFC 8628 §3.3): finds the device by the code that the user typed, and records the answer.</summary>
public sealed class DeviceVerification(IDeviceCodeStore store, UserCodeHashes hashes, ClientDirectory clients, IConsentStore consents)
{
    /// <summary>Null for whatever is wrong with the code: whoever guesses learns nothing (RFC 8628 §5.1).</summary>
    public async Task<DeviceRequest?> FindAsync(string? text, SignInSnapshot signIn, CancellationToken cancellationToken)
    {
        if (!UserCode.TryParse(text, out var userCode)
            || await FindCodeAsync(userCode, cancellationToken) is not { } kept
            || await clients.FindAsync(kept.ClientId, cancellationToken) is not { Disabled: false } client
            || client.Epoch != kept.ClientEpoch || !client.Allows(GrantTypes.DeviceCode))
        {
            return null;
        }

        var code = StoredJson.Read<DeviceCode>(kept.Payload);
        var scopes = ScopePolicy.For(client, signIn.UserClaims, ScopeSet.FromStored(code.Scopes));
        return new DeviceRequest(kept.Key, userCode, client, scopes, code);
    }

    /// <summary>False when the device no longer waits. The sign-in and its epoch go with the answer: what ends them ends it too.</summary>
    public async Task<bool> AllowAsync(DeviceRequest request, SignIn signIn, CancellationToken cancellationToken)
    {
        // Remembered as any consent is, so that the user finds it among the applications and can withdraw it.
        await consents.GrantAsync(signIn.UserId, request.Client.Id, request.Scopes, cancellationToken);
        return await DecideAsync(
            request,
            signIn,
            new DeviceApproval
            {
                Scopes = request.Scopes.ToString(),
                Acr = signIn.Acr,
                Amr = signIn.Amr,
                AuthenticatedAt = signIn.AuthenticatedAt,
                SignInId = signIn.Id.Value,
            },
            cancellationToken);
    }

    /// <summary>False when the device no longer waits.</summary>
    public Task<bool> DenyAsync(DeviceRequest request, SignIn signIn, CancellationToken cancellationToken) =>
        DecideAsync(request, signIn, approval: null, cancellationToken);

    private Task<bool> DecideAsync(DeviceRequest request, SignIn signIn, DeviceApproval? approval, CancellationToken cancellationToken) => store.DecideAsync(
        new DeviceDecision(request.Key, signIn.UserId, signIn.UserEpoch, StoredJson.Write(request.Code with { Approval = approval })), cancellationToken);

    private async Task<OneTimeArtefact?> FindCodeAsync(UserCode code, CancellationToken cancellationToken)
    {
        foreach (var hash in hashes.All(code))
        {
            if (await store.FindByUserCodeAsync(hash, cancellationToken) is { } kept)
            {
                return kept;
            }
        }

        return null;
    }
}
