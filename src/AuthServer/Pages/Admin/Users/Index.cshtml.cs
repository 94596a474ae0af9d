using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Users;

/// <summary>Accounts by name, and those of which a part of the name or e-mail address is known.</summary>
internal sealed class UsersModel(AuthDbContext context, ILookupNormalizer normalizer, TimeProvider time) : PageModel
{
    private const int PageSize = 50;
    private const int MaximumLength = 256;
    private const int MostSorted = 1_000;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Part { get; set; }

    /// <summary>The name after which the page begins.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public IReadOnlyList<UserRow> Found { get; private set; } = [];

    public string? NextPage { get; private set; }

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        Part = Part?.Trim();
        if (Part?.Length > MaximumLength || After?.Length > MaximumLength || $"{Part}{After}".Contains('\0', StringComparison.Ordinal))
        {
            ModelState.AddModelError("q", $"A name has at most {MaximumLength} characters, and none of them is a null.");
            return;
        }

        var users = await SortableAsync(Matching(context.Users.AsNoTracking()), cancellationToken);
        if (!string.IsNullOrEmpty(After))
        {
            users = users.Where(user => string.Compare(user.NormalizedUserName, After) > 0);
        }

        var rows = await users.OrderBy(user => user.NormalizedUserName).Take(PageSize + 1)
            .Select(user => new { user.Id, user.UserName, user.NormalizedUserName, user.Email, user.Disabled, user.LockoutEnd, user.TwoFactorEnabled })
            .ToListAsync(cancellationToken);
        Found = [.. rows.Take(PageSize).Select(row => new UserRow(row.Id, row.UserName ?? row.Id.ToString("D"), row.Email, row.Disabled, row.LockoutEnd, row.TwoFactorEnabled))];
        NextPage = rows.Count > PageSize ? AdminPaths.With(AdminPaths.Users, ("q", Part), ("after", rows[PageSize - 1].NormalizedUserName)) : null;
    }

    /// <summary>Few are found by their parts and then sorted; many are met soon by going through the names.</summary>
    private async Task<IQueryable<AuthUser>> SortableAsync(IQueryable<AuthUser> users, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(Part) && await users.Select(user => user.Id).Take(MostSorted + 1).CountAsync(cancellationToken) <= MostSorted ? users.Take(MostSorted) : users;

    private IQueryable<AuthUser> Matching(IQueryable<AuthUser> users)
    {
        if (string.IsNullOrEmpty(Part))
        {
            return users;
        }

        if (Guid.TryParseExact(Part, "D", out var id))
        {
            return users.Where(user => user.Id == id);
        }

        var pattern = LikePattern.Containing(normalizer.NormalizeName(Part));
        return users.Where(user =>
            EF.Functions.Like(user.NormalizedUserName!, pattern, LikePattern.Escape) || EF.Functions.Like(user.NormalizedEmail!, pattern, LikePattern.Escape));
    }
}
