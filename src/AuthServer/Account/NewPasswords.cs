using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AuthServer.Account;

/// <summary>Passwords that people choose.</summary>
internal sealed class NewPasswords(AuthUserManager users, PasswordHashingLimit limit)
{
    /// <summary>Says at <paramref name="field"/> what the rules have against a password; true when nothing.</summary>
    public async Task<bool> SatisfiesRulesAsync(AuthUser user, string password, ModelStateDictionary modelState, string field)
    {
        foreach (var validator in users.PasswordValidators)
        {
            Explain(await validator.ValidateAsync(users, user, password), modelState, field);
        }

        return modelState.IsValid;
    }

    /// <summary>Null when too many passwords are being hashed already.</summary>
    public async Task<string?> HashAsync(string password, CancellationToken cancellationToken)
    {
        using var lease = await limit.AcquireAsync(cancellationToken);
        return lease.IsAcquired ? users.PasswordHasher.HashPassword(new AuthUser(), password) : null;
    }

    public static void Explain(IdentityResult result, ModelStateDictionary modelState, string field)
    {
        foreach (var error in result.Errors)
        {
            modelState.AddModelError(field, error.Code == nameof(IdentityErrorDescriber.InvalidToken) ? Sentences.DeadLink : error.Description);
        }
    }
}
