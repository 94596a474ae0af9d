using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.Tests.Hosting;

/// <summary>Counts password hashes, and lets a test act at the moment between the check of a password and what follows from it.</summary>
public sealed class CountingHasher(IPasswordHasher<AuthUser> inner) : IPasswordHasher<AuthUser>
{
    private int _verified;

    public int Verified => Volatile.Read(ref _verified);

    public Action? AfterNextVerification { get; set; }

    public string HashPassword(AuthUser user, string password) => inner.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(AuthUser user, string hashedPassword, string providedPassword)
    {
        var result = inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        Interlocked.Increment(ref _verified);
        var (act, _) = (AfterNextVerification, AfterNextVerification = null);
        act?.Invoke();
        return result;
    }
}
