using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;

namespace AuthServer.Core.Devices;

/// <summary>
/// Where device codes are kept, in the same place as what else can be spent once: the statement that creates the session spends them.
/// Each verb is atomic, and every stored or compared instant is the storage's own.
/// </summary>
public interface IDeviceCodeStore
{
    /// <summary>Keeps the code; false when another one has its user code, and then nothing was written.</summary>
    Task<bool> AddAsync(NewDeviceCode code, CancellationToken cancellationToken);

    /// <summary>The code that waits for an answer under this hash, or null: unknown, answered, spent and expired are one.</summary>
    Task<OneTimeArtefact?> FindByUserCodeAsync(byte[] userCodeHash, CancellationToken cancellationToken);

    /// <summary>Records the first answer; false when the code does not wait for one any more.</summary>
    Task<bool> DecideAsync(DeviceDecision decision, CancellationToken cancellationToken);

    /// <summary>
    /// Counts a question of the code's own client: one conditional statement, which adds <see cref="DeviceCodes.SlowDown"/> to the interval when the
    /// question came too soon (RFC 8628 §3.5). Null when there is no such code of this client. Expired ones are found as long as they are kept.
    /// </summary>
    Task<DevicePoll?> PollAsync(ArtefactKey key, ClientId client, CancellationToken cancellationToken);
}
