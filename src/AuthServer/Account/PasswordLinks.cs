using AuthServer.Configuration;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.Extensions.Options;

namespace AuthServer.Account;

/// <summary>Addresses at which a user chooses a new password: each good once, and for the lifetime of links.</summary>
internal sealed class PasswordLinks(AuthUserManager users, IOptions<AuthServerOptions> options)
{
    /// <summary>The path and query at this server.</summary>
    public async Task<string> PathAsync(AuthUser user) =>
        AccountPaths.ResetPassword + UserLink.Of(user.Id, await users.GeneratePasswordResetTokenAsync(user)).Query;

    /// <summary>The whole address, at the configured issuer and never the one that a request named.</summary>
    public async Task<string> AddressAsync(AuthUser user) => options.Value.Issuer + await PathAsync(user);
}
