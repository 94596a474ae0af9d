using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>An ASP.NET Core Identity user with what decides over all of the user's sessions at once.</summary>
public sealed class AuthUser : IdentityUser<Guid>
{
    /// <summary>Raised to end everything older. Written by the ending statements alone, never by a tracked save.</summary>
    public int Epoch { get; init; } = 1;

    /// <summary>Why the epoch was raised last.</summary>
    public EndReason? EpochReason { get; init; }

    /// <summary>Set by <see cref="AuthUserManager.SetDisabledAsync"/>, which also ends what is open.</summary>
    public bool Disabled { get; internal set; }

    /// <summary>The password was chosen by somebody else: nothing can be done with it but to replace it.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The stored form of <see cref="Core.Users.UserClaims"/>, rewritten by <see cref="AuthUserStore"/> whenever it changes.</summary>
    public string Claims { get; set; } = "";
}
