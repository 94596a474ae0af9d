using AuthServer.Core.Keys;
using Microsoft.AspNetCore.DataProtection;

namespace AuthServer.EntityFrameworkCore.Keys;

/// <summary>Wraps signing keys with ASP.NET Core Data Protection.</summary>
public sealed class PrivateKeyProtector(IDataProtectionProvider protection) : IPrivateKeyProtector
{
    private readonly IDataProtector _protector = protection.CreateProtector("AuthServer.SigningKeys");

    public byte[] Protect(byte[] privateKey) => _protector.Protect(privateKey);

    public byte[] Unprotect(byte[] protectedKey) => _protector.Unprotect(protectedKey);
}
