using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Scopes;

/// <summary>Resource indicators (RFC 8707): which of the resources that the scopes open a token is for.</summary>
public static class ResourceIndicators
{
    public static readonly OAuthError Unknown = new(ErrorCodes.InvalidTarget, "A resource is not one that was granted.");

    private static readonly OAuthError Malformed = new(ErrorCodes.InvalidTarget, "A resource is not a resource name of this server.");

    /// <summary>What the request names, which may be several; empty when it names none.</summary>
    public static Result<ScopeSet> Requested(IReadOnlyDictionary<string, string> parameters) =>
        !parameters.TryGetValue(Parameters.Resource, out var values) ? ScopeSet.Empty
        : ScopeSet.TryParse(values, out var resources) ? resources
        : Malformed;

    /// <summary>The resources of a request, if the scopes open them all; null when it names none.</summary>
    public static Result<RequestedResources> Within(IReadOnlyDictionary<string, string> parameters, ScopeSet audiences)
    {
        if (!Requested(parameters).TryGet(out var requested, out var error))
        {
            return error;
        }

        return !requested.IsSubsetOf(audiences) ? Unknown : new RequestedResources(requested.IsEmpty ? null : requested);
    }
}
