using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;

namespace AuthServer.Account;

/// <summary>
/// Brings to the sign-in page why the browser is signed out. Only a browser that comes with the cookie of that very sign-in learns it: nothing stands in an
/// address, which others could make up or pass on.
/// </summary>
internal sealed partial class EndedSignInNotice(ProtectedCookie cookie)
{
    /// <summary>For how long a sign-in that has expired is remembered by its browser.</summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromDays(1);

    /// <summary>The request that brought the dead cookie may be the last to do so; what it has learned goes with the browser to the sign-in page.</summary>
    public void Leave(HttpContext http, SignInSnapshot? snapshot)
    {
        if (snapshot?.Ended is not { } reason)
        {
            return;
        }

        var ended = new EndedSignIn(reason, snapshot.SignIn.EndedAt ?? (reason == EndReason.AbsoluteExpired ? snapshot.SignIn.ExpiresAt : null));
        http.Features.Set(ended);

        // A client may have sent the browser here; the pages that it is redirected to then count as another site's wish.
        cookie.Write(http, CookieNames.EndedSignIn, JsonSerializer.Serialize(ended, NoticeSerializer.Default.EndedSignIn), SameSiteMode.Lax);
    }

    /// <summary>Null when the browser has not been signed out lately, other than by its user.</summary>
    public EndedSignIn? Find(HttpContext http) =>
        http.Features.Get<EndedSignIn>()
            ?? (cookie.Read(http, CookieNames.EndedSignIn) is { } payload ? JsonSerializer.Deserialize(payload, NoticeSerializer.Default.EndedSignIn) : null);

    /// <summary>Whoever is signed in need not know any more.</summary>
    public void Forget(HttpContext http) => cookie.Delete(http, CookieNames.EndedSignIn);

    [JsonSerializable(typeof(EndedSignIn))]
    private sealed partial class NoticeSerializer : JsonSerializerContext;
}
