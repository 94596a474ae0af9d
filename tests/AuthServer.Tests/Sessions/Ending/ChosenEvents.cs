using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What administrators choose to end: one, some, a user's, or what met a filter.</summary>
internal static class ChosenEvents
{
    private static readonly Effects One = new(Parts.This | Parts.Here | Parts.Code | Parts.CodeBeside, EndReason.AdminRevoked, "revoked", EndingScene.Administrator)
    {
        Note = EndingScene.Note,
        Ip = EndingScene.Office.Ip,
    };

    public static EndingEvent[] All =>
    [
        new("session ended", "engine", One, scene => EndAsync(scene, withSignIns: true, Parts.This)),
        new("session ended without its sign-in", "engine", Of(Parts.This), scene => EndAsync(scene, withSignIns: false, Parts.This)),
        new(
            "selection ended",
            "engine",
            Of(Parts.This | Parts.Elsewhere | Parts.Here | Parts.There | Parts.Codes),
            scene => EndAsync(scene, withSignIns: true, Parts.This, Parts.Elsewhere)),
        new("all of a user ended", "engine", Of(Parts.OfUser) with { Feed = Feed.User }, EndUserAsync),
        new("incident", "engine", Of(Parts.This | Parts.AtClient | Parts.Here | Parts.There | Parts.Codes) with { Reason = EndReason.Incident }, AnswerIncidentAsync),
    ];

    // What follows from what ends is reckoned anew.
    private static Effects Of(Parts ends) => new(ends, EndReason.AdminRevoked, "revoked", EndingScene.Administrator) { Note = EndingScene.Note, Ip = EndingScene.Office.Ip };

    private static Task<int> EndAsync(EndingScene scene, bool withSignIns, params Parts[] sessions) => scene.Get<SessionEnding>().EndManyAsync(
        new EndSessions([.. sessions.Select(scene.Session)], EndReason.AdminRevoked, EndingScene.Administrator, EndingScene.Office)
        {
            WithSignIns = withSignIns,
            Note = EndingScene.Note,
        },
        CancellationToken.None);

    private static Task<int> EndUserAsync(EndingScene scene) => scene.Get<SessionEnding>().EndAllOfUserAsync(
        new EndSessionsOfUser(scene.UserId, EndReason.AdminRevoked, EndingScene.Administrator, EndingScene.Office) { Note = EndingScene.Note }, CancellationToken.None);

    private static async Task AnswerIncidentAsync(EndingScene scene)
    {
        var incident = await scene.Get<IncidentResponse>().OpenAsync(
            new NewIncident(new SessionFilter { User = scene.UserId, Client = scene.ClientOf(Parts.This) }, EndingScene.Note, EndingScene.Administrator, EndingScene.Office),
            CancellationToken.None);
        await FinishedAsync(scene, incident.Id);
    }

    /// <summary>Until the server, or whoever else has it in hand, has worked the incident off.</summary>
    public static async Task FinishedAsync(EndingScene scene, IncidentId id)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(30);
        while ((await scene.Get<IIncidentStore>().FindAsync(id, CancellationToken.None))!.State != IncidentState.Finished)
        {
            if (DateTimeOffset.UtcNow > until)
            {
                throw new InvalidOperationException("The server does not work the incident off.");
            }

            await Task.Delay(20);
        }
    }
}
