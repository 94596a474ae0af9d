using AuthServer.Account;
using AuthServer.Account.MySessions;
using AuthServer.Core.SessionDirectory;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>Where one is signed in, and what has ended lately, and why. Looking ends nothing: each way to end leads to a question first.</summary>
[Authorize]
internal sealed class SessionsModel(OwnSessions own, RecentEnds recent) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>This browser; null on later pages.</summary>
    public OwnDevice? Current { get; private set; }

    public IReadOnlyList<OwnDevice> Others { get; private set; } = [];

    public IReadOnlyList<RecentEnd> Ended { get; private set; } = [];

    public SessionCursor? Next { get; private set; }

    public bool IsFirstPage => After is null;

    public DateTimeOffset Now { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        SessionCursor? after = null;
        if (!IsFirstPage)
        {
            if (!SessionCursor.TryParse(After, out var cursor))
            {
                return new SeeOtherResult(AccountPaths.Sessions);
            }

            after = cursor;
        }

        var current = (await HttpContext.FindSignInAsync())!;
        var page = await own.ListAsync(current, after, cancellationToken);
        Now = current.Snapshot.Now;
        Current = page.Devices.FirstOrDefault(device => device.IsCurrent);
        Others = [.. page.Devices.Where(device => !device.IsCurrent)];
        Next = page.Next;
        Ended = IsFirstPage ? await recent.ListAsync(current, cancellationToken) : [];
        return Page();
    }
}
