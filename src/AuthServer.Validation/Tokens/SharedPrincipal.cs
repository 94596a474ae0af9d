using System.Security.Claims;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// A caller whose object is shared by every request that carries the same token. What one request added would be seen by the next, so
/// adding is refused; <see cref="Clone"/> gives a copy that may be changed.
/// </summary>
internal sealed class SharedPrincipal(SharedIdentity identity) : ClaimsPrincipal(identity)
{
    internal const string Shared = "This principal is shared by all requests that carry the same token; change User.Clone() instead, and assign it to HttpContext.User.";

    public override void AddIdentity(ClaimsIdentity identity) => throw new InvalidOperationException(Shared);

    public override void AddIdentities(IEnumerable<ClaimsIdentity> identities) => throw new InvalidOperationException(Shared);

    public override ClaimsPrincipal Clone() => new(Identities.Select(identity => identity.Clone()));
}
