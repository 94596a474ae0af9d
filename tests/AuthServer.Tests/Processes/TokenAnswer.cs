using System.Buffers.Text;
using System.Net;
using System.Text.Json;

namespace AuthServer.Tests.Processes;

/// <summary>What the token endpoint answered.</summary>
internal sealed record TokenAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string AccessToken => Body.GetProperty("access_token").GetString()!;

    public string RefreshToken => Body.GetProperty("refresh_token").GetString()!;

    public string? Error => Body.TryGetProperty("error", out var error) ? error.GetString() : null;

    public bool IsGranted => Status == HttpStatusCode.OK;

    /// <summary>The <c>sid</c> of the access token.</summary>
    public Guid Session
    {
        get
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(AccessToken.Split('.')[1]));
            return claims.RootElement.GetProperty("sid").GetGuid();
        }
    }

    public override string ToString() => $"{(int)Status} {Error}";
}
