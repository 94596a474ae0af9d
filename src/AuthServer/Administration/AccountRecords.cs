using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Audit;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Administration;

/// <summary>Keeps in audit what is done to an account, in the save that does it: there is neither one without the other.</summary>
internal sealed class AccountRecords(AuthDbContext context, ActingParty acting, TimeProvider time)
{
    /// <summary>Does it, and records it unless it was refused.</summary>
    public async Task<IdentityResult> RecordAsync(string type, AuthUser user, string? reason, Func<Task<IdentityResult>> change)
    {
        var entry = context.Record(
            new AuditEvent(type, acting.Actor!, acting.Caller) { UserId = new UserId(user.Id), Reason = reason, Detail = acting.Note }, time.GetUtcNow());
        var result = await change();
        if (!result.Succeeded)
        {
            entry.State = EntityState.Detached;
        }
        else if (entry.State == EntityState.Added)
        {
            // There was nothing to change.
            await context.SaveChangesAsync();
        }

        return result;
    }
}
