using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.EntityFrameworkCore.DataProtection;

/// <summary>Opens elements of the ring. Its name stands in them, and Data Protection makes it with this constructor: rename neither.</summary>
public sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<MasterKeyXmlCipher>().Decrypt(encryptedElement);
}
