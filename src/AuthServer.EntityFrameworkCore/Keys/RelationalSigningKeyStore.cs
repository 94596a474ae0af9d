using System.Text;
using System.Text.Json;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.Keys;

/// <summary>Signing keys in the database.</summary>
public sealed class RelationalSigningKeyStore(IDbContextFactory<AuthDbContext> contexts) : ISigningKeyStore
{
    public async Task<IReadOnlyList<SigningKeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entities = await context.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
        return [.. entities.Select(Record)];
    }

    public async Task<bool> TryAddAsync(SigningKeyRecord key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.SigningKeys.Add(new SigningKeyEntity
        {
            KeyId = key.KeyId,
            Algorithm = key.Algorithm,
            Number = key.Number,
            PublicKey = Json(key.PublicKey),
            ProtectedPrivateKey = key.ProtectedPrivateKey,
            SignsFrom = key.SignsFrom,
        });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (HasNumber(key))
        {
            return false;
        }
    }

    public async Task RemoveAsync(string keyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.SigningKeys.Where(key => key.KeyId == keyId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Tells the lost race from any other trouble, whatever the database calls it.</summary>
    private bool HasNumber(SigningKeyRecord key)
    {
        using var context = contexts.CreateDbContext();
        return context.SigningKeys.Any(other => other.Algorithm == key.Algorithm && other.Number == key.Number);
    }

    private static SigningKeyRecord Record(SigningKeyEntity entity) =>
        JsonWebKey.TryParse(Encoding.UTF8.GetBytes(entity.PublicKey), out var publicKey)
            ? new SigningKeyRecord(entity.KeyId, entity.Algorithm, entity.Number, publicKey, entity.ProtectedPrivateKey, entity.SignsFrom)
            : throw new InvalidOperationException($"The public half of signing key {entity.KeyId} cannot be read.");

    private static string Json(JsonWebKey key)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            key.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
