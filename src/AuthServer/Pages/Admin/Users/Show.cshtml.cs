using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Users;

/// <summary>One account: who it is, how its user signs in, where it is signed in, and what can be done to it.</summary>
internal sealed class UserModel(AuthUserManager users, ISessionDirectory directory, TimeProvider time) : PageModel
{
    private const int MostSessions = 10;
    private const int MostCounted = 10_000;

    public AuthUser Account { get; private set; } = null!;

    public IReadOnlyList<string> Roles { get; private set; } = [];

    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public SessionPage Sessions { get; private set; } = null!;

    /// <summary>How many are active.</summary>
    public int ActiveSessions { get; private set; }

    /// <summary>Where the user chooses a password; shown once.</summary>
    public string? Link { get; private set; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public bool IsLocked => Account.LockoutEnd > Now;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(id.ToString("D")) is not { } user)
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        Account = user;
        Link = this.ShownOnceAt(AdminPaths.User(id));
        Roles = [.. (await users.GetRolesAsync(user)).Order(StringComparer.Ordinal)];
        Passkeys = [.. await users.GetPasskeysAsync(user)];
        var mine = new SessionFilter { User = new UserId(id) };
        Sessions = await directory.ListAsync(mine, after: null, MostSessions, cancellationToken);
        ActiveSessions = await directory.CountAsync(mine with { State = SessionState.Active }, MostCounted + 1, cancellationToken);
        return Page();
    }
}
