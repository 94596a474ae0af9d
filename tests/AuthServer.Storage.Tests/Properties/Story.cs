using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Rotation;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;

namespace AuthServer.Storage.Tests.Properties;

/// <summary>Tells one story to the engine and to the model, and compares them after every step.</summary>
internal sealed class Story(SessionStorage storage, TestUser user, ClientRegistration client, ClientRegistration otherClient)
{
    private readonly List<(SessionModel Model, Holder Holder)> _sessions = [];
    private int _epoch = user.Epoch;
    private TimeSpan _now;

    public async Task TellAsync(IEnumerable<Happening> steps)
    {
        foreach (var step in steps)
        {
            await TakeAsync(step);
            foreach (var (model, holder) in _sessions)
            {
                await CompareAsync(model, holder);
            }
        }
    }

    private async Task TakeAsync(Happening step)
    {
        switch (step)
        {
            case Happening.SignIn:
                var first = await storage.First.SignInAsync(user with { Epoch = _epoch }, client, Callers.Home);
                _sessions.Insert(0, (new SessionModel(_now), new Holder(user, client, first)));
                break;

            case Happening.Present present when present.Session < _sessions.Count:
                await PresentAsync(present);
                break;

            case Happening.Revoke revoke when revoke.Session < _sessions.Count:
                var (model, holder) = _sessions[revoke.Session];
                await storage.Second.Get<SessionEnding>().EndAsync(
                    new EndSession(holder.Id, EndReason.SignedOut, "client", Callers.Home) { OnlyOfClient = client.Id });
                model.End("signed_out");
                break;

            case Happening.EndUser:
                await storage.Second.Get<SessionEnding>().EndAllOfUserAsync(
                    new EndSessionsOfUser(user.Id, EndReason.PasswordChanged, "server", Callers.Home), CancellationToken.None);
                _epoch++;
                _sessions.ForEach(session => session.Model.End("password_changed"));
                break;

            case Happening.Pass pass:
                await storage.AdvanceAsync(pass.Time);
                _now += pass.Time;
                break;
        }
    }

    private async Task PresentAsync(Happening.Present step)
    {
        var (model, holder) = _sessions[step.Session];
        var generation = Math.Max(0, model.Generation - step.Age);
        var (presenter, caller) = (step.IsOtherClient ? otherClient : client, step.IsElsewhere ? Callers.OtherNetwork : Callers.Home);

        var expected = model.Present(generation, step.IsOtherClient, step.IsElsewhere, _now);
        var grant = await storage.First.PresentAsync(holder.Tokens[generation], presenter.Id, caller);

        Answer(grant).Should().Be(expected);
        if (grant is SessionGrant.Granted { Session.RefreshToken: { } token })
        {
            if (token.Generation < holder.Tokens.Count)
            {
                token.Reveal().Should().Be(holder.Tokens[^1], "a retry yields the same successor");
            }
            else
            {
                _sessions[step.Session] = (model, holder.After(token.Reveal()));
            }
        }
    }

    private async Task CompareAsync(SessionModel model, Holder holder)
    {
        var snapshot = (await storage.Second.Store.FindAsync(holder.Id, CancellationToken.None))!;
        snapshot.IsLive.Should().Be(model.IsLiveAt(_now));
        snapshot.Session.EndReason?.Exact().Should().Be(model.Ended, "the first end is final");
        snapshot.Session.Generation.Should().Be((uint)model.Generation);

        var format = storage.Second.Get<RefreshTokenFormat>();
        var usable = holder.Tokens.Where(token =>
            snapshot.IsLive && format.Read(token) is RefreshTokenReading.Issued issued && issued.Token.Hash == snapshot.Session.TokenHash);
        usable.Should().Equal(snapshot.IsLive ? [holder.Tokens[^1]] : [], "at most one refresh token of a session is live");
    }

    private static string Answer(SessionGrant grant) => grant switch
    {
        SessionGrant.Granted granted => $"granted {granted.Session.RefreshToken!.Generation}",
        SessionGrant.Refused { Error: var error } => error.Reason is null ? error.Code : $"{error.Code} {error.Reason}",
        _ => grant.ToString(),
    };
}
