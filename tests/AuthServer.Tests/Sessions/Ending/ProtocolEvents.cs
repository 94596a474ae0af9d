using AuthServer.Core.Sessions;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using AuthServer.Tests.Logout;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What clients do, and what time and thieves do.</summary>
internal static class ProtocolEvents
{
    public static EndingEvent[] All =>
    [
        new("signed out at a client", "revocation endpoint", new(Parts.This, EndReason.SignedOut, "signed_out", "client:shop"), scene => scene.Shop.RevokeAsync(scene[Parts.This].RefreshToken)),
        new("signed out at a client", "revocation endpoint, by the access token", new(Parts.This, EndReason.SignedOut, "signed_out", "client:shop"), scene => scene.Shop.RevokeAsync(scene[Parts.This].AccessToken)),
        new("signed out by a client", "end-session endpoint", new(Parts.Device, EndReason.SignedOut, "signed_out", "user:{user}"), SignOutAsync),
        new("code replayed", "token endpoint", new(Parts.This, EndReason.CodeReused, "revoked", "server"), scene => scene.ExchangeSpentAsync()),
        new("refresh token reused", "token endpoint", new(Parts.This, EndReason.ReuseDetected, "revoked", "server"), ReuseAsync),
        new("idle too long", "token endpoint", new(Parts.This, EndReason.IdleExpired, "idle_expired", "server"), scene => ExpireAsync(scene, "idle_expires_at")),
        new("too old", "token endpoint", new(Parts.This, EndReason.AbsoluteExpired, "absolute_expired", "server"), scene => ExpireAsync(scene, "absolute_expires_at")),
    ];

    private static Task<Visit> SignOutAsync(EndingScene scene) => scene.Here.OpenAsync(LogoutServer.Url(("id_token_hint", scene[Parts.This].IdToken)));

    private static async Task ReuseAsync(EndingScene scene)
    {
        var first = scene[Parts.This];
        for (var generation = 0; generation < 2; generation++)
        {
            scene[Parts.This] = await scene.RefreshAsync(Parts.This);
        }

        await scene.Shop.RefreshAsync(first.RefreshToken);
    }

    private static async Task ExpireAsync(EndingScene scene, string column)
    {
        await scene.Server.Database.BendAsync(scene[Parts.This].SessionId, $"{column} = clock_timestamp() - interval '1 second'");
        await scene.RefreshAsync(Parts.This);
    }
}
