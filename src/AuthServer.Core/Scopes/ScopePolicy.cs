using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Scopes;

/// <summary>Which scopes a client and a user may have: asked at sign-in, and again whenever a token is minted, for roles come and go.</summary>
public static class ScopePolicy
{
    public const string AdministratorRole = "admin";

    /// <summary>What is about a user means nothing where there is none.</summary>
    private static readonly string[] AboutUsers =
        [ScopeNames.OpenId, ScopeNames.Profile, ScopeNames.Email, ScopeNames.Phone, ScopeNames.Roles, ScopeNames.OfflineAccess];

    /// <summary>The scopes that a request names, or the client's default ones (RFC 6749 §3.3).</summary>
    public static Result<ScopeSet> Requested(ClientRegistration client, string? scope)
    {
        if (scope is null)
        {
            return client.DefaultScopes;
        }

        if (!ScopeSet.TryParse(scope, out var requested))
        {
            return OAuthError.InvalidScope("The scope is not a list of scope names separated by single spaces.");
        }

        return requested.IsSubsetOf(client.Scopes)
            ? requested
            : OAuthError.InvalidScope("The client may not ask for one of these scopes.");
    }

    /// <summary>
    /// The same for a client that asks on its own behalf (RFC 6749 §4.4): scopes about a user are refused when it names them and left out when it names
    /// none. Nothing left is an error too (§3.3), for such a token would open nothing.
    /// </summary>
    public static Result<ScopeSet> RequestedForItself(ClientRegistration client, string? scope)
    {
        if (!Requested(client, scope).TryGet(out var requested, out var error))
        {
            return error;
        }

        var own = AboutUsers.Aggregate(requested, (scopes, name) => scopes.Without(name));
        return own.IsEmpty || (scope is not null && own.Names.Length < requested.Names.Length)
            ? OAuthError.InvalidScope("A client's own token has scopes of its own, and none that is about a user.")
            : own;
    }

    /// <summary>What of <paramref name="scopes"/> a token for this user through this client carries now; either may have lost some since they were granted.</summary>
    public static ScopeSet For(ClientRegistration client, UserClaims user, ScopeSet scopes)
    {
        var kept = scopes.Intersect(client.Scopes);
        return user.Roles.Contains(AdministratorRole, StringComparer.Ordinal) ? kept : kept.Without(ScopeNames.Administration);
    }
}
