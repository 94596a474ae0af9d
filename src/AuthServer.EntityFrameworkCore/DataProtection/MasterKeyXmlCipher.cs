using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using AuthServer.Core.Keys;

namespace AuthServer.EntityFrameworkCore.DataProtection;

/// <summary>
/// Encrypts the Data Protection ring under the master key (AES-256-GCM, NIST SP 800-38D, with a key derived by HKDF), so that the database alone
/// opens nothing.
/// </summary>
public sealed class MasterKeyXmlCipher(IMasterKeySource source, TimeProvider time)
{
    private const string ElementName = "masterKeyEncrypted";
    private const string KeyAttribute = "key";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public XElement Encrypt(XElement plaintextElement)
    {
        var master = source.Load().Where(key => key.SignsFrom <= time.GetUtcNow()).MaxBy(key => key.SignsFrom)!;
        var plaintext = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceLength + plaintext.Length + TagLength];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);

        using var cipher = Cipher(master);
        cipher.Encrypt(nonce, plaintext, sealedBytes.AsSpan(NonceLength, plaintext.Length), sealedBytes.AsSpan(NonceLength + plaintext.Length));
        return new XElement(ElementName, new XAttribute(KeyAttribute, master.Id), Convert.ToBase64String(sealedBytes));
    }

    public XElement Decrypt(XElement encryptedElement)
    {
        var id = (int)encryptedElement.Attribute(KeyAttribute)!;
        var master = source.Load().SingleOrDefault(key => key.Id == id)
            ?? throw new CryptographicException($"The Data Protection ring is encrypted under master key {id}, which this node does not have.");
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plaintext = new byte[sealedBytes.Length - NonceLength - TagLength];

        using var cipher = Cipher(master);
        cipher.Decrypt(sealedBytes.AsSpan(0, NonceLength), sealedBytes.AsSpan(NonceLength, plaintext.Length), sealedBytes.AsSpan(NonceLength + plaintext.Length), plaintext);
        return XElement.Parse(Encoding.UTF8.GetString(plaintext));
    }

    private static AesGcm Cipher(MasterKey master)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master.Secret.Span, key, salt: [], "authserver/data-protection"u8);
        return new AesGcm(key, TagLength);
    }
}
