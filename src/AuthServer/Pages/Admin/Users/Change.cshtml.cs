using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Users;

/// <summary>Asks before something is done to an account. What it is stands in the address.</summary>
[LeadsToChange]
internal sealed class ChangeUserModel(UserAdministration administration, SessionAdministration sessions, AuthDbContext context) : PageModel
{
    [BindProperty(Name = PageAdministrator.NoteField)]
    public string? Note { get; set; }

    [BindProperty(SupportsGet = true, Name = UserChange.RoleField)]
    public string? Role { get; set; }

    public UserChange Change { get; private set; } = null!;

    public AuthUser Account { get; private set; } = null!;

    /// <summary>How many active sessions the account has.</summary>
    public int Sessions { get; private set; }

    /// <summary>The roles that there are.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, string change, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        return await LoadAsync(id, change, cancellationToken) ? Page() : new ResultAction(ErrorPage.NotFound);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string change, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, change, cancellationToken))
        {
            return new ResultAction(ErrorPage.NotFound);
        }

        if (PageAdministrator.NoteOf(Note, ModelState) is not { } note || !await DoAsync(new UserId(id), await HttpContext.AdministratorAsync(), note))
        {
            return Page();
        }

        TempData["Notice"] = Change.Done;
        return new SeeOtherResult(Change == UserChange.Delete ? AdminPaths.Users : AdminPaths.User(id));
    }

    private async Task<bool> DoAsync(UserId id, Administrator by, string note)
    {
        if (Change == UserChange.ResetPassword)
        {
            var outcome = await administration.ResetPasswordAsync(id, by, note);
            this.ShowOnceAt(AdminPaths.User(id.Value), (outcome as Outcome<PasswordLink>.Done)?.Value.Address);
            return outcome.Accept(ModelState);
        }

        var done = Change.Name switch
        {
            "disable" => await administration.DisableAsync(id, by, note),
            "enable" => await administration.EnableAsync(id, by, note),
            "lock" => await administration.LockAsync(id, until: null, by, note),
            "unlock" => await administration.UnlockAsync(id, by, note),
            "reset-second-factor" => await administration.ResetSecondFactorAsync(id, by, note),
            "add-role" => await administration.AddRoleAsync(id, Role ?? "", by, note),
            "remove-role" => await administration.RemoveRoleAsync(id, Role ?? "", by, note),
            "delete" => await administration.DeleteAsync(id, by, note),
            _ => throw new InvalidOperationException($"The change {Change.Name} has no verb."),
        };
        return done.Accept(ModelState);
    }

    private async Task<bool> LoadAsync(Guid id, string change, CancellationToken cancellationToken)
    {
        if (UserChange.All.FirstOrDefault(known => known.Name == change) is not { } known
            || await context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken) is not { } account)
        {
            return false;
        }

        (Change, Account) = (known, account);
        Sessions = known.EndsSessions ? await sessions.CountAsync(new SessionFilter { User = new UserId(id) }, cancellationToken) : 0;
        Roles = await context.Roles.AsNoTracking().OrderBy(role => role.Name).Select(role => role.Name!).ToListAsync(cancellationToken);
        return true;
    }
}
