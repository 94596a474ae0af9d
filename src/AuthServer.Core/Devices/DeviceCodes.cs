using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Devices;

/// <summary>Gives device codes out, each with a user code that no other code waits under.</summary>
public sealed class DeviceCodes(IDeviceCodeStore store, UserCodeHashes hashes)
{
    /// <summary>RFC 8628 §3.2.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>RFC 8628 §3.5.</summary>
    public static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    // With a million codes at once, one of 25 600 is taken.
    private const int MostAttempts = 5;

    public async Task<Result<DeviceAuthorization>> GiveAsync(ClientRegistration client, ScopeSet scopes, ScopeSet? resources, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (handle, userCode) = (ArtefactKey.NewHandle(), UserCode.New());
            var artefact = new NewArtefact
            {
                Key = ArtefactKey.Of(ArtefactKind.DeviceCode, handle),
                ClientId = client.Id,
                ClientEpoch = client.Epoch,
                Lifetime = client.Metadata.DeviceCodeLifetime,
                Payload = StoredJson.Write(new DeviceCode { Scopes = scopes.ToString(), Resources = resources?.ToString() }),
            };
            if (await store.AddAsync(new NewDeviceCode(artefact, hashes.Current(userCode), Interval), cancellationToken))
            {
                return new DeviceAuthorization(handle, userCode, artefact.Lifetime, Interval);
            }
        }

        return OAuthError.Unavailable("every user code that was drawn is taken");
    }
}
