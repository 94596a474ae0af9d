using AuthServer.Account;
using AuthServer.Authorization;
using AuthServer.Core.Authorization;
using AuthServer.Core.Consents;
using AuthServer.Core.Scopes;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Authorization;

/// <summary>
/// Asks the user whether a client may have what it asks for (OIDC Core §3.1.2.4). What is allowed is remembered; whether it is enough is decided by the
/// authorization endpoint, to which both answers go back.
/// </summary>
[Authorize]
[PostsToClients]
internal sealed class ConsentModel(
    AuthorizationSource source, AuthorizationRequestReader reader, InteractionProtector interactions, AuthorizationResults results, ScopeDirectory scopes,
    IConsentStore consents, AuthUserManager users) : PageModel
{
    [BindProperty(SupportsGet = true, Name = AuthorizationPaths.Interaction)]
    public string Interaction { get; set; } = "";

    [BindProperty]
    public string Answer { get; set; } = "";

    public string ClientName { get; private set; } = "";

    public string UserName { get; private set; } = "";

    /// <summary>Where the browser goes afterwards, as far as it tells a person something.</summary>
    public string ReturnsTo { get; private set; } = "";

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } request)
        {
            return new ResultAction(Expired);
        }

        var all = await scopes.AllAsync(cancellationToken);
        Scopes = [.. request.Scopes.Names.Select(name => all.TryGetValue(name, out var scope) && scope.DisplayName.Length > 0 ? scope.DisplayName : name)];
        ClientName = request.Client.DisplayName.Length > 0 ? request.Client.DisplayName : request.Client.Id.Value;
        ReturnsTo = new Uri(request.ReturnTo.RedirectUri) is { IsLoopback: false, Host.Length: > 0 } uri ? uri.Host : "an app on this device";
        UserName = (await users.GetSignedInAsync(HttpContext)).UserName ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } request)
        {
            return new ResultAction(Expired);
        }

        if (Answer != "allow")
        {
            return new ResultAction(results.Refused(new AuthorizationError(AuthorizationErrors.Denied, request.ReturnTo)));
        }

        var user = (await HttpContext.FindSignInAsync())!.SignIn.UserId;
        await consents.GrantAsync(user, request.Client.Id, request.Scopes, cancellationToken);
        return new SeeOtherResult(AuthorizationPaths.GoOn(Interaction));
    }

    private static ErrorPage Expired => new(StatusCodes.Status400BadRequest, "This request cannot be answered", InteractionProtector.Expired.Description, InteractionProtector.Expired.Code);

    private async Task<AuthorizationRequest?> FindAsync(CancellationToken cancellationToken) =>
        interactions.Read(Interaction) is { } interaction
        && (await source.FindAsync(new AuthorizationArrival.FromPage(interaction), signIn: null, cancellationToken)).TryGet(out var found, out _)
        && await reader.ReadAsync(found.Client, interaction.Parameters, cancellationToken) is AuthorizationReading.Read { Request: var request }
            ? request
            : null;
}
