using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace AuthServer.EntityFrameworkCore.DataProtection;

/// <summary>Hands new elements of the ring to <see cref="MasterKeyXmlCipher"/>.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKeyXmlCipher cipher) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(cipher.Encrypt(plaintextElement), typeof(MasterKeyXmlDecryptor));
}
