using System.Collections.Immutable;

namespace AuthServer.Core.UserInfo;

/// <summary>What a client is told of its user (OIDC Core §5.3.2).</summary>
/// <param name="Claims">Standard claims by name; see <see cref="StandardClaims.IsBoolean"/>.</param>
/// <param name="Roles">Null when the scopes do not open them.</param>
public sealed record UserInfoResponse(string Subject, IReadOnlyList<KeyValuePair<string, string>> Claims, ImmutableArray<string>? Roles);
