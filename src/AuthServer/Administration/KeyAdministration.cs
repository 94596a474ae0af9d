using AuthServer.Core.Audit;
using AuthServer.Core.Keys;
using Microsoft.Extensions.Options;

namespace AuthServer.Administration;

/// <summary>What an administrator does with signing keys, from whichever door.</summary>
public sealed class KeyAdministration(SigningKeyRing ring, ISigningKeyStore keys, IOptions<SigningKeyOptions> options, IAuditLog audit)
{
    /// <summary>Lets a new key take over as soon as every node has it. The one before stays published until the last token that it signed has expired.</summary>
    public async Task<Outcome<SigningKeyRecord>> RotateAsync(string algorithm, Administrator by, string? note, CancellationToken cancellationToken)
    {
        if (ring.Algorithms.FirstOrDefault(served => served.Name == algorithm) is not { } served)
        {
            return new Outcome<SigningKeyRecord>.Refused($"There are no keys for {algorithm}. There are keys for: {string.Join(", ", ring.Algorithms.Select(each => each.Name))}.");
        }

        if (await ring.AddNextAsync(served, options.Value.ReloadInterval * 2, cancellationToken) is not { } added)
        {
            return new Outcome<SigningKeyRecord>.Refused("Another key was added at the same moment. Look at the list of keys.");
        }

        await audit.WriteAsync(new AuditEvent(AuditEventTypes.SigningKeyAdded, by.Actor, by.Caller) { Reason = added.Algorithm, Detail = note });
        return new Outcome<SigningKeyRecord>.Done(added);
    }

    /// <summary>All keys, by algorithm and the newest first.</summary>
    public async Task<IReadOnlyList<SigningKeyRecord>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await keys.ListAsync(cancellationToken)).OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenByDescending(key => key.Number)];
}
