using System.Net;
using AuthServer.Core.Audit;
using AuthServer.Core.Incidents;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Logout;
using AuthServer.Testing.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Incidents;

/// <summary>Whom an incident reaches who tries to get away: by a sign-in without a session, by a new session, by a refresh from elsewhere.</summary>
public abstract class IncidentReachContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly Caller BadNetwork = Caller.From(IPAddress.Parse("203.0.113.77"), "Evil/6.6 (X)");

    [Fact]
    public async Task A_sign_in_without_an_active_session_ends_when_it_meets_the_filter_itself()
    {
        var user = await Storage.AddUserAsync();
        var (bad, other) = (await SignBrowserInAsync(user, BadNetwork), await SignBrowserInAsync(user));
        var session = await SignInAsync(user, await AddClientAsync(), adjusted => adjusted with { SignInId = bad.Id, Caller = BadNetwork });
        await Store.EndAsync(session.End(EndReason.SignedOut));
        Tick();

        var incident = await OpenAsync(new SessionFilter { Address = Range("203.0.113.0/24") });
        await FinishAsync(incident);

        incident.Matched.Should().Be(0, "sessions are counted, and sign-ins follow");
        (await FindAsync(bad.Id)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(other.Id)).IsLive.Should().BeTrue();
        (await FindAsync(session)).Ended.Should().Be(EndReason.SignedOut);
        (await AuditOfAsync(user.Id)).Where(record => record.Type == AuditEventTypes.SignInEnded).Select(record => (record.Actor, record.Reason, record.Detail, record.Ip))
            .Should().Equal(("admin:root", "incident", "phishing", "198.51.100.7"));
    }

    [Fact]
    public async Task Every_condition_that_a_sign_in_can_meet_finds_it()
    {
        var user = await Storage.AddUserAsync();
        var now = Storage.Clock.GetUtcNow();
        foreach (var (filter, meets) in Conditions())
        {
            var signIn = await SignBrowserInAsync(user, BadNetwork);
            Tick();
            await FinishAsync(await OpenAsync(filter(signIn)));

            (await FindAsync(signIn.Id)).Ended.Should().Be(meets ? EndReason.Incident : null, filter(signIn).ToStored());
        }

        IEnumerable<(Func<SignIn, SessionFilter> Filter, bool Meets)> Conditions() =>
        [
            (_ => SessionFilter.All, true),
            (_ => new SessionFilter { User = user.Id }, true),
            (_ => new SessionFilter { User = new(Guid.NewGuid()) }, false),
            (signIn => new SessionFilter { SignIn = signIn.Id }, true),
            (_ => new SessionFilter { SignIn = SignInId.New(now) }, false),
            (_ => new SessionFilter { Address = Range("203.0.113.77") }, true),
            (_ => new SessionFilter { Address = Range("203.0.114.0/24") }, false),
            (_ => new SessionFilter { UserAgent = "evil/6" }, true),
            (_ => new SessionFilter { UserAgent = "%" }, false),
            (signIn => new SessionFilter { CreatedFrom = signIn.CreatedAt }, true),
            (signIn => new SessionFilter { CreatedFrom = signIn.CreatedAt.AddMinutes(1) }, false),
            (signIn => new SessionFilter { CreatedBefore = signIn.CreatedAt.AddMinutes(1) }, true),
            (signIn => new SessionFilter { CreatedBefore = signIn.CreatedAt.AddMinutes(-1) }, false),
            (signIn => new SessionFilter { UsedFrom = signIn.LastSeenAt }, true),
            (signIn => new SessionFilter { UsedFrom = signIn.LastSeenAt.AddMinutes(1) }, false),
            (signIn => new SessionFilter { UsedBefore = signIn.LastSeenAt.AddMinutes(1) }, true),
            (signIn => new SessionFilter { UsedBefore = signIn.LastSeenAt }, false),
            (_ => new SessionFilter { State = SessionState.Active, Address = Range("203.0.113.77"), UserAgent = "X" }, true),
            (_ => new SessionFilter { Client = new("nobody's") }, false),
            (_ => new SessionFilter { EndReason = EndReason.SignedOut }, false),
        ];
    }

    [Fact]
    public async Task A_sign_in_ends_though_its_session_ended_before_its_turn()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user);
        var session = await SignInAsync(user, await AddClientAsync(), adjusted => adjusted with { SignInId = signIn.Id });
        Tick();
        var incident = await OpenAsync(new SessionFilter { Client = session.Client.Id });
        await Store.EndAsync(session.End(EndReason.SignedOut));

        var batch = await FinishAsync(incident);

        (batch.Incident.Matched, batch.Incident.Ended, batch.Ended).Should().Be((1, 0, 0));
        (await FindAsync(session)).Ended.Should().Be(EndReason.SignedOut);
        (await FindAsync(signIn.Id)).Ended.Should().Be(EndReason.Incident);
    }

    [Fact]
    public async Task Sign_ins_that_are_to_go_on_go_on_with_what_is_opened_from_them()
    {
        var user = await Storage.AddUserAsync();
        var signIn = await SignBrowserInAsync(user, BadNetwork);
        var client = await AddClientAsync();
        var met = await SignInAsync(user, client, adjusted => adjusted with { SignInId = signIn.Id });
        Tick();
        var incident = await OpenAsync(new SessionFilter { User = user.Id }, endsSignIns: false);
        Tick();
        var opened = await SignInAsync(user, client, adjusted => adjusted with { SignInId = signIn.Id });

        await FinishAsync(incident);

        (await FindAsync(met)).IsLive.Should().BeFalse();
        (await FindAsync(signIn.Id)).IsLive.Should().BeTrue();
        (await FindAsync(opened)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task A_session_that_a_matched_sign_in_opens_while_the_incident_runs_ends_with_it()
    {
        var user = await Storage.AddUserAsync();
        var (withSession, without, anew) = (await SignBrowserInAsync(user, BadNetwork), await SignBrowserInAsync(user, BadNetwork), await SignBrowserInAsync(user));
        var (client, listener) = (await AddClientAsync(), await AddListenerAsync());
        var met = await SignInAsync(user, client, session => session with { SignInId = withSession.Id, Caller = BadNetwork });
        var beside = await SignInAsync(user, client, session => session with { SignInId = withSession.Id });
        Tick();
        var incident = await OpenAsync(new SessionFilter { Address = Range("203.0.113.0/24") });
        Tick();
        var opened = await SignInAsync(user, listener, session => session with { SignInId = withSession.Id });
        var openedToo = await SignInAsync(user, client, session => session with { SignInId = without.Id });
        var later = await SignInAsync(user, client, session => session with { SignInId = anew.Id });

        var batch = await FinishAsync(incident);

        (batch.Incident.Matched, batch.Incident.Ended, batch.Ended).Should().Be((1, 1, 3), "what was opened since was not there to be matched");
        (await FindAsync(met)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(opened)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(openedToo)).Ended.Should().Be(EndReason.Incident);
        (await FindAsync(beside)).IsLive.Should().BeTrue("it did not meet the filter when the incident began");
        (await FindAsync(later)).IsLive.Should().BeTrue("somebody has signed in anew");
        (await FindAsync(anew.Id)).IsLive.Should().BeTrue();
        (await RevocationsOfAsync(opened.Id)).Should().Equal(new RevocationRecord(RevocationSubject.Session, opened.Id.ToString(), MinimumEpoch: 0));
        (await LogoutsOfAsync(user.Id)).Should().Equal(new LogoutRecord(listener.Id, user.Id, opened.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refresh_from_elsewhere_takes_no_session_out_of_it(bool stopped)
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var held = await RotateAsync(await SignInAsync(user, client), BadNetwork);
        Tick();
        var incident = await OpenAsync(new SessionFilter { Client = client.Id, Address = Range("203.0.113.0/24"), UserAgent = "evil" });
        incident.Matched.Should().Be(1, "it was used there last");
        if (stopped)
        {
            (await Incidents.StopAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeTrue();
        }

        await RotateAsync(held, Callers.Home);
        if (stopped)
        {
            (await Incidents.ResumeAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeTrue();
        }

        (await FinishAsync(incident)).Incident.Ended.Should().Be(1);
        (await FindAsync(held)).Ended.Should().Be(EndReason.Incident);
    }

    [Fact]
    public async Task Many_sign_ins_end_in_batches_after_the_sessions_and_can_be_stopped_between()
    {
        const int Many = IncidentBatch.Size + 20;
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var session = await SignInAsync(user, client, adjusted => adjusted with { Caller = BadNetwork });
        var signIns = new List<SignIn>();
        foreach (var group in Enumerable.Range(0, Many).Chunk(10))
        {
            signIns.AddRange(await Task.WhenAll(group.Select(_ => SignBrowserInAsync(user, BadNetwork))));
        }

        Tick();
        var incident = await OpenAsync(new SessionFilter { User = user.Id, UserAgent = "Evil" });
        var first = (await Incidents.EndBatchAsync(null, Lease, CancellationToken.None))!;
        (await Incidents.StopAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeTrue();
        (first.Incident.Id, first.Ended, first.Incident.Ended, first.Lease is null).Should().Be((incident.Id, 1, 1, false));
        (await EndedAsync()).Should().Be(IncidentBatch.Size - 1, "the session was the first of the batch");
        (await Incidents.EndBatchAsync(first.Lease, Lease, CancellationToken.None)).Should().BeNull();

        (await Incidents.ResumeAsync(incident.Id, "admin:other", Callers.Home, CancellationToken.None)).Should().BeTrue();
        var last = await FinishAsync(incident);

        (last.Incident.State, last.Incident.Ended).Should().Be((IncidentState.Finished, 1));
        (await EndedAsync()).Should().Be(Many);
        (await FindAsync(session)).Ended.Should().Be(EndReason.Incident);

        async Task<int> EndedAsync() => (await AuditOfAsync(user.Id)).Count(record => record.Type == AuditEventTypes.SignInEnded);
    }

    private IIncidentStore Incidents => Storage.Second.Get<IIncidentStore>();

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new ArgumentException(text, nameof(text));

    private async Task<SignIn> SignBrowserInAsync(TestUser user, Caller caller) =>
        (await Storage.First.SignIns.CreateAsync(NewSignIn(user) with { Caller = caller }, CancellationToken.None))!.SignIn;

    private void Tick() => Storage.Clock.Advance(TimeSpan.FromMilliseconds(1));

    private Task<Incident> OpenAsync(SessionFilter filter, bool endsSignIns = true) => Storage.First.Get<IIncidentStore>().OpenAsync(
        new NewIncident(filter, "phishing", "admin:root", Callers.OtherNetwork) { EndsSignIns = endsSignIns }, CancellationToken.None);

    /// <summary>One turn, which is the last of the only incident that runs.</summary>
    private async Task<IncidentBatch> FinishAsync(Incident incident)
    {
        var batch = (await Incidents.EndBatchAsync(null, Lease, CancellationToken.None))!;
        (batch.Incident.Id, batch.Lease).Should().Be((incident.Id, null));
        return batch;
    }
}
