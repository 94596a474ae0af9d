using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.UserInfo;

/// <summary>The one place that says which claims a scope opens (OIDC Core §5.4).</summary>
public static class StandardClaims
{
    private static readonly Dictionary<string, string[]> ByScope = new(StringComparer.Ordinal)
    {
        [ScopeNames.Profile] =
        [
            "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender", "birthdate",
            "zoneinfo", "locale", "updated_at",
        ],
        [ScopeNames.Email] = ["email", "email_verified"],
        [ScopeNames.Phone] = ["phone_number", "phone_number_verified"],
    };

    private static readonly HashSet<string> Booleans = ["email_verified", "phone_number_verified"];

    /// <summary>All claims that a scope may open, for metadata.</summary>
    public static IEnumerable<string> Names => ByScope.Values.SelectMany(names => names).Append(ClaimNames.Roles);

    public static bool IsBoolean(string name) => Booleans.Contains(name);

    /// <summary>What of a user's profile these scopes open, in the order of the specification.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(UserClaims user, ScopeSet scopes) =>
        from scope in ByScope
        where scopes.Contains(scope.Key)
        from name in scope.Value
        where user.Profile.ContainsKey(name)
        select KeyValuePair.Create(name, user.Profile[name]);
}
