using AuthServer.Core.Sessions;
using AuthServer.Tests.Sessions.Ending.Doors;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>The one matrix of what ends what: each event, through each of its doors, against each effect.</summary>
public sealed class EndingMatrixTests(EndingServer server) : IClassFixture<EndingServer>
{
    private static readonly IReadOnlyDictionary<string, EndingEvent> All =
        ((EndingEvent[])[.. UserEvents.All, .. ProtocolEvents.All, .. AdministratorDoors.Events, .. AdministratorDoors.Through]).ToDictionary(it => it.ToString());

    public static TheoryData<string> Events => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task An_event_ends_what_it_should_and_nothing_else(string name)
    {
        var (happening, effects) = (All[name], All[name].Effects);
        await server.RestoreShopAsync();
        using var scene = new EndingScene(server);
        await scene.PrepareAsync();
        var seen = new EndingObservation(scene);
        (await seen.DeadTokensAsync()).Should().Be(Parts.None);
        (await seen.SignedOutBrowsersAsync()).Should().Be(Parts.None);
        var (feed, audit) = await seen.LastAsync();

        await happening.HappenAsync(scene);

        using var all = new AssertionScope(name);
        var actor = effects.Actor.Replace("{user}", scene.User.Id.ToString("D"), StringComparison.Ordinal)
            .Replace("{administrator}", server.Administrator.Id.ToString("D"), StringComparison.Ordinal);
        (await seen.MarkedAsync()).Should().BeEquivalentTo(
            Each(effects.Ends & (Parts.Sessions | Parts.SignIns)).Select(part => (part, (short?)effects.Reason, (string?)actor)), "rows");
        (await seen.FeedAsync(feed)).Should().BeEquivalentTo(FeedOf(scene, effects), "feed");
        (await seen.AuditOfOwnersAsync(audit)).Should().Equal(
            OwnerOf(effects) is { } type ? [(type, actor, effects.Reason?.Exact(), effects.Note, effects.Ip)] : [], "audit");
        (await seen.AuditOfOrdersAsync(audit)).Should().Equal(effects.Order is { } order ? [(order, actor, effects.Note, effects.Ip)] : [], "audit of the order");
        (await seen.ToldAsync()).Should().Be(effects.Told, "logout messages");
        foreach (var session in Each(Parts.Sessions))
        {
            (await seen.AuditAsync(session)).Should().Equal(
                effects.Ends.HasFlag(session) ? [("session.ended", actor, effects.Reason?.Exact(), effects.Note, effects.Ip)] : [], $"audit of {session}");
        }

        (await seen.DeadTokensAsync()).Should().Be(effects.TokensDie, "access tokens");
        (await seen.SignedOutBrowsersAsync()).Should().Be(effects.Ends & Parts.SignIns, "browsers");
        (await seen.RefreshesAsync()).Should().BeEquivalentTo(Each(Parts.Sessions).ToDictionary(session => session, session => Told(effects, session)), "refreshes");
        (await seen.DeadCodesAsync()).Should().Be(effects.Ends & Parts.Codes, "codes");
    }

    [Fact]
    public void Every_reason_has_an_event_but_that_of_a_restored_backup() => All.Values.Select(it => it.Effects.Reason).OfType<EndReason>().Distinct()
        .Should().BeEquivalentTo(Enum.GetValues<EndReason>().Except([EndReason.StateLost]));

    [Fact]
    public void Every_event_of_administrators_comes_through_each_of_their_doors_but_what_is_not_offered()
    {
        var names = AdministratorDoors.Events.Select(it => it.Name).Distinct().ToList();
        AdministratorDoors.NotOffered.Keys.Should().BeSubsetOf(names);
        AdministratorDoors.Orders.Keys.Should().BeSubsetOf(names);
        foreach (var door in AdministratorDoors.All)
        {
            door.Ways.Keys.Should().BeEquivalentTo(names.Except(AdministratorDoors.NotOffered.Keys), door.Name);
        }
    }

    private static IEnumerable<string> FeedOf(EndingScene scene, Effects effects) => effects.Feed switch
    {
        Feed.User => [$"2 {scene.User.Id:D}"],
        Feed.Client => ["3 shop"],
        Feed.Session => Each(effects.Ends & Parts.Sessions).Select(session => $"1 {scene[session].SessionId:D}"),
        _ => throw new ArgumentOutOfRangeException(nameof(effects)),
    };

    private static string? OwnerOf(Effects effects) => effects.Feed switch
    {
        Feed.User => effects.Reason is null ? "user.tokens_ended" : "user.sessions_ended",
        Feed.Client => "client.sessions_ended",
        _ => null,
    };

    private static string Told(Effects effects, Parts session) =>
        effects.ClientRefused.HasFlag(session) ? "401 invalid_client"
        : effects.Ends.HasFlag(session) ? $"400 invalid_grant {effects.Wire}"
        : "200";

    private static IEnumerable<Parts> Each(Parts parts) => Enum.GetValues<Parts>()
        .Where(part => part != Parts.None && System.Numerics.BitOperations.IsPow2((int)part) && parts.HasFlag(part));
}
