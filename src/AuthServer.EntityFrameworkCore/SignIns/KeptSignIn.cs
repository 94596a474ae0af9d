using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>The sign-in in which a user changes the password: with the sessions under it, it alone follows the user's epoch, in the transaction that raises it.</summary>
internal static class KeptSignIn
{
    /// <param name="epoch">The user's new epoch. What was behind the one before had ended already, and is not revived.</param>
    public static async Task CarryOverAsync(AuthDbContext context, SignInId kept, UserId user, int epoch, CancellationToken cancellationToken)
    {
        await context.SignIns
            .Where(signIn => signIn.Id == kept.Value && signIn.UserId == user.Value && signIn.UserEpoch == epoch - 1 && signIn.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(signIn => signIn.UserEpoch, epoch), cancellationToken);
        await context.Sessions
            .Where(session => session.SignInId == kept.Value && session.UserId == user.Value && session.UserEpoch == epoch - 1 && session.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.UserEpoch, epoch), cancellationToken);
    }
}
