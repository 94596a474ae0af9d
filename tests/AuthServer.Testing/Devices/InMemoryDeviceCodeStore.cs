using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Devices;

namespace AuthServer.Testing.Devices;

/// <summary>The reference implementation of the contract: each verb is what stands between the braces of one lock.</summary>
public sealed class InMemoryDeviceCodeStore(InMemoryDatabase database) : IDeviceCodeStore
{
    public Task<bool> AddAsync(NewDeviceCode code, CancellationToken cancellationToken) => RunAsync(() => Add(code), cancellationToken);

    public Task<OneTimeArtefact?> FindByUserCodeAsync(byte[] userCodeHash, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            var hash = Convert.ToHexStringLower(userCodeHash);
            return database.DeviceCodes.Where(code => code.Value.UserCodeHash == hash).Select(code => Waiting(code.Key)).SingleOrDefault();
        },
        cancellationToken);

    public Task<bool> DecideAsync(DeviceDecision decision, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            if (Waiting(decision.Key) is not { } code)
            {
                return false;
            }

            database.Artefacts[decision.Key] = code with { UserId = decision.UserId, UserEpoch = decision.UserEpoch, Payload = decision.Payload };
            return true;
        },
        cancellationToken);

    public Task<DevicePoll?> PollAsync(ArtefactKey key, ClientId client, CancellationToken cancellationToken) =>
        RunAsync(() => Poll(key, client), cancellationToken);

    private bool Add(NewDeviceCode code)
    {
        var (artefact, hash) = (code.Artefact, Convert.ToHexStringLower(code.UserCodeHash));
        if (database.DeviceCodes.Values.Any(other => other.UserCodeHash == hash))
        {
            return false;
        }

        database.DeviceCodes.Add(artefact.Key, new InMemoryDeviceCode(hash, code.Interval, PolledAt: null));
        database.Artefacts.Add(artefact.Key, new OneTimeArtefact
        {
            Key = artefact.Key,
            ClientId = artefact.ClientId,
            ClientEpoch = artefact.ClientEpoch,
            Payload = artefact.Payload,
            ExpiresAt = database.Now + artefact.Lifetime,
        });
        return true;
    }

    private DevicePoll? Poll(ArtefactKey key, ClientId client)
    {
        if (!database.DeviceCodes.TryGetValue(key, out var device) || database.Artefacts[key] is not { } code || code.ClientId != client)
        {
            return null;
        }

        var now = database.Now;
        var tooSoon = device.PolledAt + device.Interval > now;
        database.DeviceCodes[key] = device with { PolledAt = now, Interval = tooSoon ? device.Interval + DeviceCodes.SlowDown : device.Interval };
        return new DevicePoll(code, tooSoon, now);
    }

    private OneTimeArtefact? Waiting(ArtefactKey key) =>
        database.Artefacts.TryGetValue(key, out var code) && code is { UserId: null, SpentAt: null } && code.ExpiresAt > database.Now ? code : null;

    private Task<T> RunAsync<T>(Func<T> verb, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(verb));
    }
}
