using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Declarations;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What is done to the shop as a client. It is put right again when all was seen.</summary>
internal static class ClientEvents
{
    private const Parts OfShop = Parts.This | Parts.AtClient | Parts.Stranger | Parts.Code;

    private static readonly Effects Disabled = new(OfShop, EndReason.ClientDisabled, null, EndingScene.Administrator)
    {
        Feed = Feed.Client,
        Told = Parts.None,
        ClientRefused = OfShop & Parts.Sessions,
        Note = EndingScene.Note,
        Ip = EndingScene.Office.Ip,
    };

    public static EndingEvent[] All =>
    [
        new("client disabled", "entity", Disabled, scene => WithShopAsync(scene, (ends, context, shop, end) => ends.DisableAsync(context, shop, end, CancellationToken.None))),
        new("client deleted", "entity", Disabled, scene => WithShopAsync(scene, (ends, context, shop, end) => ends.DeleteAsync(context, shop, end, CancellationToken.None))),
        new("client withdrawn", "configuration", Disabled with { Actor = "server", Note = "no longer declared", Ip = "" }, WithdrawAsync),
        new(
            "all of a client ended",
            "engine",
            Disabled with { Reason = EndReason.AdminRevoked, Wire = "revoked", Told = OfShop & Parts.Sessions, ClientRefused = Parts.None },
            scene => scene.Get<SessionEnding>().EndAllOfClientAsync(End(EndReason.AdminRevoked), CancellationToken.None)),
    ];

    private static EndSessionsOfClient End(EndReason reason) =>
        new(new ClientId("shop"), reason, EndingScene.Administrator, EndingScene.Office) { Note = EndingScene.Note };

    private static async Task WithShopAsync(EndingScene scene, Func<ClientEnds, AuthDbContext, ClientEntity, EndSessionsOfClient, Task> change)
    {
        await using var context = await scene.Get<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        var shop = await context.Clients.SingleAsync(client => client.Id == "shop");
        await change(scene.Get<ClientEnds>(), context, shop, End(EndReason.ClientDisabled));
        scene.Get<ClientDirectory>().Forget(new ClientId("shop"));
    }

    private static async Task WithdrawAsync(EndingScene scene)
    {
        var declared = scene.Get<IOptions<AuthServerOptions>>().Value.Clients;
        declared.Remove(scene.Server.Shop);
        try
        {
            await scene.Get<DeclarationApplier>().ApplyAsync(CancellationToken.None);
        }
        finally
        {
            declared.Add(scene.Server.Shop);
        }

        scene.Get<ClientDirectory>().Forget(new ClientId("shop"));
    }
}
