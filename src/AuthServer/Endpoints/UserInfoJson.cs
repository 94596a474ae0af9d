using System.Text.Json;
using AuthServer.Core.UserInfo;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>The members of a UserInfo answer (OIDC Core §5.3.2).</summary>
internal static class UserInfoJson
{
    public static void Write(Utf8JsonWriter json, UserInfoResponse user)
    {
        json.WriteString(ClaimNames.Subject, user.Subject);
        foreach (var (name, value) in user.Claims)
        {
            Write(json, name, value);
        }

        if (user.Roles is { } roles)
        {
            json.WriteStartArray(ClaimNames.Roles);
            foreach (var role in roles)
            {
                json.WriteStringValue(role);
            }

            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, string value)
    {
        if (StandardClaims.IsBoolean(name))
        {
            json.WriteBoolean(name, value == "true");
        }
        else if (name == "updated_at" && long.TryParse(value, out var seconds))
        {
            json.WriteNumber(name, seconds);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
