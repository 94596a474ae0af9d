using AuthServer.Account;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Account;

/// <summary>What the user has allowed applications to do, and the way to take it back: the application's sessions end with it.</summary>
[Authorize]
internal sealed class ApplicationsModel(IConsentStore consents, ClientDirectory clients, ScopeDirectory scopes, SessionEnding ending) : PageModel
{
    [BindProperty]
    public string? ClientId { get; set; }

    public IReadOnlyList<AllowedApplication> Applications { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var known = await scopes.AllAsync(cancellationToken);
        var applications = new List<AllowedApplication>();
        foreach (var consent in await consents.ListAsync(await UserAsync(), cancellationToken))
        {
            applications.Add(new AllowedApplication(
                consent.ClientId.Value,
                await NameAsync(consent.ClientId, cancellationToken),
                [.. consent.Scopes.Names.Select(name => known.TryGetValue(name, out var scope) && scope.DisplayName.Length > 0 ? scope.DisplayName : name)],
                consent.GrantedAt));
        }

        Applications = applications;
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken)
    {
        var user = await UserAsync();
        var client = new ClientId(ClientId ?? "");
        if (await consents.FindAsync(user, client, cancellationToken) is null)
        {
            return new SeeOtherResult(AccountPaths.Applications);
        }

        // Sessions first, so that what is interrupted is still listed and can be repeated; and again, for those that began before the consent was gone.
        var end = new EndSessionsAtClient(user, client, EndReason.ConsentWithdrawn, Actors.User(user), HttpContext.Caller());
        await ending.EndOfUserAtClientAsync(end, CancellationToken.None);
        await consents.WithdrawAsync(user, client, CancellationToken.None);
        await ending.EndOfUserAtClientAsync(end, CancellationToken.None);
        TempData["Notice"] = $"{await NameAsync(client, cancellationToken)} may use your account no longer.";
        return new SeeOtherResult(AccountPaths.Applications);
    }

    private async Task<Core.Users.UserId> UserAsync() =>
        await HttpContext.FindSignInAsync() is { } current ? current.SignIn.UserId : throw new InvalidOperationException("A page that asks for a sign-in was reached without one.");

    private async Task<string> NameAsync(ClientId id, CancellationToken cancellationToken) =>
        await clients.FindAsync(id, cancellationToken) is { DisplayName: { Length: > 0 } name } ? name : id.Value;
}
