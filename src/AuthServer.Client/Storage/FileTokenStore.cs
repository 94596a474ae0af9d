using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Client.Storage;

/// <summary>
/// Keeps tokens in one file, encrypted (AES-256-GCM) under a key in another, both readable by their owner alone. That guards copies of the file, such as
/// backups without the key. It does not guard against programs that run as the same user; whoever needs that keeps the key in the system's key chain,
/// behind an <see cref="ITokenStore"/> of their own.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="keyPath">The file of the key, made when first needed.</param>
public sealed class FileTokenStore(string path, string keyPath) : ITokenStore
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    // The last digit is the version of the layout: magic, nonce, tag, ciphertext.
    private static readonly byte[] Magic = "AuthServer tokens 1\n"u8.ToArray();

    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            // Both files may have been replaced between the one look and the other.
            return await ReadOnceAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(create: true, cancellationToken).ConfigureAwait(false);
        await PrivateFiles.WriteAsync(path, Encrypt(key!, content.Span, name), replace: true, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask ClearAsync(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<byte[]?> ReadOnceAsync(string name, CancellationToken cancellationToken)
    {
        if (await PrivateFiles.ReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        if (content.Length < Magic.Length + NonceLength + TagLength || !content.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"'{path}' holds no tokens; remove it and sign in again.");
        }

        var key = await KeyAsync(create: false, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"'{keyPath}', the key of '{path}', is gone; sign in again.");
        return Decrypt(key, content, name);
    }

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> content, string name)
    {
        var file = new byte[Magic.Length + NonceLength + TagLength + content.Length];
        Magic.CopyTo(file, 0);
        var rest = file.AsSpan(Magic.Length);
        RandomNumberGenerator.Fill(rest[..NonceLength]);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(rest[..NonceLength], content, rest[(NonceLength + TagLength)..], rest.Slice(NonceLength, TagLength), Encoding.UTF8.GetBytes(name));
        return file;
    }

    private byte[] Decrypt(byte[] key, byte[] file, string name)
    {
        var rest = file.AsSpan(Magic.Length);
        var content = new byte[rest.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(rest[..NonceLength], rest[(NonceLength + TagLength)..], rest.Slice(NonceLength, TagLength), content, Encoding.UTF8.GetBytes(name));
            return content;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"'{path}' was not written under the key in '{keyPath}', or not for this client; sign in again.", e);
        }
    }

    /// <summary>Read anew each time: whoever removes both files and signs in elsewhere has another key.</summary>
    private async ValueTask<byte[]?> KeyAsync(bool create, CancellationToken cancellationToken)
    {
        var key = await PrivateFiles.ReadAsync(keyPath, cancellationToken).ConfigureAwait(false);
        if (key is null && create)
        {
            // Whoever is first makes it; all others read that one.
            var made = RandomNumberGenerator.GetBytes(KeyLength);
            key = await PrivateFiles.WriteAsync(keyPath, made, replace: false, cancellationToken).ConfigureAwait(false)
                ? made
                : await PrivateFiles.ReadAsync(keyPath, cancellationToken).ConfigureAwait(false);
        }

        if (key is not null && key.Length != KeyLength)
        {
            throw new InvalidDataException($"'{keyPath}' holds no key of {KeyLength} bytes; remove it together with '{path}' and sign in again.");
        }

        return key;
    }
}
