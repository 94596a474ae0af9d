namespace AuthServer.Validation.Proofs;

/// <summary>
/// Which proofs of possession have been presented (RFC 9449 §11.1). Unless another is registered, each process keeps its own in memory;
/// <see cref="DistributedProofReplayCache"/> shares one between the processes of an API.
/// </summary>
public interface IProofReplayCache
{
    /// <summary>True when the proof was not known, and is from now on until it expires. False too when it cannot be remembered: then it must not be taken.</summary>
    /// <param name="proof">SHA-256 of what names the proof, 32 bytes.</param>
    /// <param name="expiresAt">After this the proof is too old to be taken. The same for each presentation of one proof.</param>
    ValueTask<bool> TryAddAsync(ReadOnlyMemory<byte> proof, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
