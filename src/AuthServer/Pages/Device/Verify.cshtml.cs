using AuthServer.Account;
using AuthServer.Core.Devices;
using AuthServer.Core.Scopes;
using AuthServer.Devices;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Pages.Device;

/// <summary>
/// Where a user answers a device (RFC 8628 §3.3). An address with the code in it only fills the code in: it is sent by the user, who then sees which
/// client waits behind it and for what, before anything is allowed (§3.3.1, §5.4).
/// </summary>
[Authorize]
internal sealed class VerifyModel(DeviceVerification devices, UserCodeLimit limit, ScopeDirectory scopes, AuthUserManager users) : PageModel
{
    private const string NoSuchCode = "This code does not fit, or it is too old. Check it, or let the device show a new one.";
    private const string TooMany = "Too many codes were tried. Wait ten minutes, and try again.";

    [BindProperty(SupportsGet = true, Name = Parameters.UserCode)]
    public string? Code { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    /// <summary>The device, once its code has been sent.</summary>
    public DeviceRequest? Waiting { get; private set; }

    public string ClientName { get; private set; } = "";

    public string UserName { get; private set; } = "";

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public void OnGet() => Code = UserCode.TryParse(Code, out var code) ? code.ToString() : null;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } request)
        {
            return Page();
        }

        var all = await scopes.AllAsync(cancellationToken);
        Waiting = request;
        Scopes = [.. request.Scopes.Names.Select(name => all.TryGetValue(name, out var scope) && scope.DisplayName.Length > 0 ? scope.DisplayName : name)];
        ClientName = request.Client.DisplayName.Length > 0 ? request.Client.DisplayName : request.Client.Id.Value;
        UserName = (await users.GetSignedInAsync(HttpContext)).UserName ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostAnswerAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } request)
        {
            return Page();
        }

        var signIn = (await HttpContext.FindSignInAsync())!.SignIn;
        var allows = Answer == "allow";
        var isAnswered = allows ? await devices.AllowAsync(request, signIn, cancellationToken) : await devices.DenyAsync(request, signIn, cancellationToken);
        return isAnswered ? new SeeOtherResult(allows ? DevicePaths.Allowed : DevicePaths.Denied) : Again(NoSuchCode);
    }

    private async Task<DeviceRequest?> FindAsync(CancellationToken cancellationToken)
    {
        if (!limit.Admits(HttpContext))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Again(TooMany);
            return null;
        }

        var request = await devices.FindAsync(Code, (await HttpContext.FindSignInAsync())!.Snapshot, cancellationToken);
        if (request is null)
        {
            Again(NoSuchCode);
        }

        return request;
    }

    private PageResult Again(string sentence)
    {
        ModelState.AddModelError("", sentence);
        return Page();
    }
}
