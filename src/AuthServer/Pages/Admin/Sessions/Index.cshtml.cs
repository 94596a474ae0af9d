using AuthServer.Core.SessionDirectory;
using AuthServer.EntityFrameworkCore.SessionDirectory;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>All sessions, newest first: looked for, looked at, and chosen to be ended.</summary>
internal sealed class SessionsModel(ISessionDirectory directory, SessionFilterReader reader) : PageModel
{
    public const int PageSize = 50;
    private const int MostCounted = 10_000;
    public const string AfterField = "after";

    public SessionFilterForm Form { get; private set; } = SessionFilterForm.Empty;

    /// <summary>Null when the filter cannot be read: then nothing is shown, rather than everything.</summary>
    public SessionPage? Found { get; private set; }

    /// <summary>How many there are, as far as they are counted.</summary>
    public string Count { get; private set; } = "";

    public bool IsFirstPage { get; private set; } = true;

    public string FirstPage => AdminPaths.With(AdminPaths.Sessions, Form.Parameters());

    /// <summary>Where those go on who want to see more.</summary>
    public string NextPage => AdminPaths.With(AdminPaths.Sessions, Form.Parameters((AfterField, Found?.Next?.ToString())));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Form = SessionFilterForm.Of(Request.Query);
        var filter = await reader.ReadAsync(Form, ModelState, cancellationToken);
        SessionCursor? after = null;
        if (Request.Query[AfterField].ToString() is { Length: > 0 } text)
        {
            if (!SessionCursor.TryParse(text, out var cursor))
            {
                ModelState.AddModelError("", "There is no such page of the list. Go to the first one.");
                return;
            }

            (after, IsFirstPage) = (cursor, false);
        }

        if (filter is null)
        {
            return;
        }

        Found = await directory.ListAsync(filter, after, PageSize, cancellationToken);
        Count = Found.Total is { } total
            ? Words.CountUpTo(total, RelationalSessionDirectory.MostSorted, "session")
            : Words.CountUpTo(await directory.CountAsync(filter, MostCounted + 1, cancellationToken), MostCounted, "session");
    }
}
