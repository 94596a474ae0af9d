using System.Collections.Frozen;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>The grants that are served: what discovery announces and what requests are matched with are the same registrations.</summary>
public sealed class GrantDirectory(IEnumerable<IGrant> grants)
{
    private const string Unknown = "unknown";

    private readonly FrozenDictionary<string, string> _names =
        grants.ToFrozenDictionary(grant => grant.Type, grant => grant.Type[(grant.Type.LastIndexOf(':') + 1)..], StringComparer.Ordinal);

    private readonly FrozenDictionary<string, IGrant> _grants = grants.ToFrozenDictionary(grant => grant.Type, StringComparer.Ordinal);

    public IEnumerable<string> Types => _grants.Keys.Order(StringComparer.Ordinal);

    /// <summary>A short name to count by: the last part of a URN. What is not served has one name in common, since callers choose it.</summary>
    public string NameOf(string? type) => type is not null && _names.TryGetValue(type, out var name) ? name : Unknown;

    /// <summary>The grant, if it exists and this client may use it (RFC 6749 §5.2).</summary>
    public Result<IGrant> Find(string? type, AuthenticatedClient client)
    {
        if (type is null)
        {
            return OAuthError.InvalidRequest("The request names no grant_type.");
        }

        if (!_grants.TryGetValue(type, out var grant))
        {
            return new OAuthError(ErrorCodes.UnsupportedGrantType, "This server does not serve that grant type.");
        }

        return client.Registration.Allows(type)
            ? Result.Of<IGrant>(grant)
            : new OAuthError(ErrorCodes.UnauthorizedClient, "The client may not use that grant type.");
    }
}
