using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace AuthServer.Validation.Scopes;

/// <summary>Scope policies: which scopes a token must carry for an endpoint.</summary>
public static class ScopePolicyExtensions
{
    /// <summary>Adds to a policy that all of these scopes are needed; a token that lacks one is answered 403 <c>insufficient_scope</c> (RFC 6750 §3.1).</summary>
    /// <exception cref="ArgumentException">No scope is named, or a name is no scope token (RFC 6749 §3.3).</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.AddRequirements(new ScopeRequirement(scopes));
    }

    /// <summary>Demands an authenticated caller whose token carries all of these scopes, for an endpoint or a group of them.</summary>
    /// <inheritdoc cref="RequireScope(AuthorizationPolicyBuilder, string[])"/>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireScope(scopes));
    }
}
