using System.Collections.Immutable;
using System.Globalization;
using AuthServer.Core.Sessions;
using AuthServer.Pages.Admin.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Admin.Audit;

/// <summary>What has happened, newest first.</summary>
internal sealed class AuditModel(AuditTrail trail, Owners owners) : PageModel
{
    public const int PageSize = 50;
    private const int MaximumLength = 256;

    // What is written in words is read in words.
    [BindProperty(SupportsGet = true, Name = "type")]
    public string? Type { get; set; }

    [BindProperty(SupportsGet = true, Name = "actor")]
    public string? Actor { get; set; }

    [BindProperty(SupportsGet = true, Name = "user")]
    public string? Whom { get; set; }

    [BindProperty(SupportsGet = true, Name = "client")]
    public string? Client { get; set; }

    [BindProperty(SupportsGet = true, Name = "session")]
    public string? Session { get; set; }

    [BindProperty(SupportsGet = true, Name = "from")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "before")]
    public string? Before { get; set; }

    /// <summary>The id after which, downwards, the page begins.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>Null when the conditions cannot be read.</summary>
    public ImmutableArray<AuditEntry>? Found { get; private set; }

    public bool HasNext { get; private set; }

    public bool IsFirstPage => string.IsNullOrEmpty(After);

    public (string Name, string? Value)[] Conditions =>
        [("type", Type), ("actor", Actor), ("user", Whom), ("client", Client), ("session", Session), ("from", From), ("before", Before)];

    public string NextPage => AdminPaths.With(AdminPaths.Audit, [.. Conditions, ("after", Found!.Value[^1].Row.Id.ToString(CultureInfo.InvariantCulture))]);

    public string FirstPage => AdminPaths.With(AdminPaths.Audit, Conditions);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        var question = new AuditQuestion
        {
            Type = Text(Type, "type"),
            Actor = Text(Actor, "actor"),
            User = await owners.FindUserAsync(Whom?.Trim() ?? "", "user", ModelState, cancellationToken),
            Client = await owners.FindClientAsync(Client?.Trim() ?? "", "client", ModelState, cancellationToken),
            Session = SessionOf(Session?.Trim()),
            From = Instant(From?.Trim(), "from"),
            Before = Instant(Before?.Trim(), "before"),
        };
        long? after = null;
        if (!IsFirstPage)
        {
            if (!long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                ModelState.AddModelError("", "There is no such page of the log. Go to the first one.");
            }

            after = id;
        }

        if (!ModelState.IsValid)
        {
            return;
        }

        var events = await trail.ListAsync(question, after, PageSize + 1, cancellationToken);
        (Found, HasNext) = ([.. events.Take(PageSize)], events.Length > PageSize);
    }

    private string? Text(string? text, string field)
    {
        text = text?.Trim();
        if (text?.Length > MaximumLength || text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            ModelState.AddModelError(field, $"This has at most {MaximumLength} characters, and none of them is a null.");
            return null;
        }

        return text is { Length: > 0 } ? text : null;
    }

    private SessionId? SessionOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (SessionId.TryParse(text, out var id))
        {
            return id;
        }

        ModelState.AddModelError("session", "A session is named by its id, such as 019a4c1e-7f3b-7c20-9b1d-2f6f1c7a0e55.");
        return null;
    }

    private DateTimeOffset? Instant(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var instant = SessionFilterReader.InstantOf(text);
        if (instant is null)
        {
            ModelState.AddModelError(field, "Give a date and a time, such as 2026-01-31T10:20 (UTC).");
        }

        return instant;
    }
}
