using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.EntityFrameworkCore.Users;

namespace AuthServer.Account;

/// <summary>
/// The way from the right password to the second factor, which the browser carries: who it was, and the epoch that was read with the password, so that what
/// ends a user's sign-ins in between ends this too.
/// </summary>
internal sealed partial class SecondFactorStep(ProtectedCookie cookie)
{
    public void Begin(HttpContext http, AuthUser user, bool remember) =>
        cookie.Write(http, CookieNames.SecondFactor, JsonSerializer.Serialize(new Pending(user.Id, user.Epoch, remember), StepSerializer.Default.Pending));

    /// <summary>Null when no password has been shown, or too long ago.</summary>
    public Pending? Find(HttpContext http) =>
        cookie.Read(http, CookieNames.SecondFactor) is { } payload ? JsonSerializer.Deserialize(payload, StepSerializer.Default.Pending) : null;

    public void Finish(HttpContext http) => cookie.Delete(http, CookieNames.SecondFactor);

    internal sealed record Pending(Guid UserId, int Epoch, bool Remember);

    [JsonSerializable(typeof(Pending))]
    private sealed partial class StepSerializer : JsonSerializerContext;
}
