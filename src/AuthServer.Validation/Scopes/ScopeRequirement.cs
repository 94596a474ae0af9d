using System.Security.Claims;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Validation.Scopes;

/// <summary>Asks that the caller's token carries all of some scopes, and otherwise has the 403 name them (RFC 6750 §3.1).</summary>
internal sealed class ScopeRequirement : IAuthorizationRequirement, IAuthorizationHandler
{
    private readonly string[] _scopes;

    /// <exception cref="ArgumentException">No scope is named, or a name is no scope token.</exception>
    public ScopeRequirement(IEnumerable<string> scopes)
    {
        _scopes = [.. scopes];
        if (_scopes.Length == 0 || !Array.TrueForAll(_scopes, ScopeSet.IsScopeToken))
        {
            throw new ArgumentException("Name at least one scope, each of the printable ASCII characters other than space, quotation mark and backslash.", nameof(scopes));
        }
    }

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (HasAll(context.User))
        {
            context.Succeed(this);
        }
        else if (context.Resource is HttpContext http)
        {
            Report(http);
        }

        return Task.CompletedTask;
    }

    private bool HasAll(ClaimsPrincipal user)
    {
        foreach (var scope in _scopes)
        {
            if (!user.HasClaim("scope", scope))
            {
                return false;
            }
        }

        return true;
    }

    // All that is needed is named, not only what is missing: RFC 6750 §3, "the required scope of the access token".
    private void Report(HttpContext http)
    {
        var missing = http.Features.Get<MissingScopes>();
        if (missing is null)
        {
            http.Features.Set(missing = new MissingScopes());
        }

        Array.ForEach(_scopes, missing.Add);
    }

    public override string ToString() => $"Scopes: {string.Join(' ', _scopes)}";
}
