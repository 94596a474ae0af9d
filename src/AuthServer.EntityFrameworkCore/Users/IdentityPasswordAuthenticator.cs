using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>The check of passwords that the password grant asks for: a user who has a second factor is refused, for the grant cannot ask for it.</summary>
public sealed class IdentityPasswordAuthenticator(PasswordChecks passwords) : IPasswordAuthenticator
{
    public async Task<PasswordOutcome> AuthenticateAsync(string userName, string password, Caller caller, CancellationToken cancellationToken) =>
        await passwords.CheckAsync(userName, password, SecondFactorRule.Refuse, caller, cancellationToken) switch
        {
            PasswordCheckOutcome.Right { User: var user } => new PasswordOutcome.Accepted(new UserId(user.Id), user.Epoch, UserClaims.FromStored(user.Claims)),
            PasswordCheckOutcome.Refused refused => new PasswordOutcome.Refused(refused.Detail),
            PasswordCheckOutcome.Busy => new PasswordOutcome.Busy(),
            _ => throw new InvalidOperationException("A check of a password without an outcome."),
        };
}
