using System.Security.Cryptography;
using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Devices;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Devices;

/// <summary>What every store of device codes must do, through two nodes over one storage.</summary>
public abstract class DeviceCodeContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private const int Racers = 16;

    private IDeviceCodeStore First => Storage.First.Get<IDeviceCodeStore>();

    private IDeviceCodeStore Second => Storage.Second.Get<IDeviceCodeStore>();

    [Fact]
    public async Task A_code_is_found_by_its_user_code_until_it_is_answered()
    {
        var (user, code) = (await Storage.AddUserAsync(), await AddAsync(await AddClientAsync()));

        var found = (await FindAsync(code))!;
        found.Should().BeEquivalentTo(code.Artefact, options => options.ExcludingMissingMembers());
        found.UserId.Should().BeNull();

        (await First.DecideAsync(Decision(code, user), CancellationToken.None)).Should().BeTrue();

        (await FindAsync(code)).Should().BeNull();
        var answered = (await PollAsync(code))!.Code;
        (answered.UserId, answered.UserEpoch, answered.Payload).Should().Be((user.Id, user.Epoch, "answered"));
    }

    [Fact]
    public async Task The_first_answer_counts()
    {
        var (user, other) = (await Storage.AddUserAsync(), await Storage.AddUserAsync());
        var code = await AddAsync(await AddClientAsync());
        (await First.DecideAsync(Decision(code, user), CancellationToken.None)).Should().BeTrue();

        (await Second.DecideAsync(Decision(code, other) with { Payload = "later" }, CancellationToken.None)).Should().BeFalse();

        var answered = (await PollAsync(code))!.Code;
        (answered.UserId, answered.Payload).Should().Be((user.Id, "answered"));
    }

    [Fact]
    [Spec("RFC 8628", "6.1")]
    public async Task A_user_code_that_is_taken_is_given_to_nobody_else_and_nothing_is_written()
    {
        var client = await AddClientAsync();
        var code = await AddAsync(client);
        var other = NewCode(client) with { UserCodeHash = code.UserCodeHash };

        (await Second.AddAsync(other, CancellationToken.None)).Should().BeFalse();

        (await PollAsync(other)).Should().BeNull();
        (await FindAsync(code))!.Key.Should().Be(code.Artefact.Key);
    }

    [Fact]
    [Spec("RFC 8628", "3.2")]
    public async Task An_expired_code_is_nobody_s_to_answer_and_its_device_is_told()
    {
        var (user, code) = (await Storage.AddUserAsync(), await AddAsync(await AddClientAsync()));
        (await PollAsync(code))!.IsExpired.Should().BeFalse();
        await Storage.AdvanceAsync(code.Artefact.Lifetime);

        (await FindAsync(code)).Should().BeNull();
        (await First.DecideAsync(Decision(code, user), CancellationToken.None)).Should().BeFalse();
        (await PollAsync(code))!.IsExpired.Should().BeTrue();
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task A_device_that_does_not_wait_must_wait_five_seconds_longer_each_time()
    {
        var code = await AddAsync(await AddClientAsync());

        (await PollAsync(code))!.TooSoon.Should().BeFalse("it has not asked before");
        (await PollAsync(code))!.TooSoon.Should().BeTrue();
        (await PollAsync(code))!.TooSoon.Should().BeTrue();

        // Five seconds and twice five more.
        await Storage.AdvanceAsync(TimeSpan.FromSeconds(10));
        (await PollAsync(code))!.TooSoon.Should().BeTrue();
        await Storage.AdvanceAsync(TimeSpan.FromSeconds(20));
        (await PollAsync(code))!.TooSoon.Should().BeFalse();
    }

    [Fact]
    public async Task Another_client_s_question_leaves_the_code_alone()
    {
        var (code, other) = (await AddAsync(await AddClientAsync()), await AddClientAsync());

        (await First.PollAsync(code.Artefact.Key, other.Id, CancellationToken.None)).Should().BeNull();
        (await PollAsync(code))!.TooSoon.Should().BeFalse();
    }

    [Fact]
    public async Task Of_many_questions_at_once_one_is_not_too_soon()
    {
        for (var round = 0; round < 5; round++)
        {
            var code = await AddAsync(await AddClientAsync());

            var polls = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Run(() =>
                (racer % 2 == 0 ? First : Second).PollAsync(code.Artefact.Key, code.Artefact.ClientId, CancellationToken.None))));

            polls.Count(poll => !poll!.TooSoon).Should().Be(1);
        }
    }

    [Fact]
    [Spec("RFC 8628", "3.5")]
    public async Task An_answered_code_is_spent_by_the_session_that_comes_of_it_and_stays_known()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var code = await AddAsync(client);
        var session = NewSession(user, client) with { Spends = code.Artefact.Key };
        (await Store.CreateAsync(session, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>("nobody has allowed it");
        await First.DecideAsync(Decision(code, user), CancellationToken.None);

        await AppliedAsync(Store.CreateAsync(session, CancellationToken.None));

        (await Store.CreateAsync(session with { Id = SessionId.New(DateTimeOffset.UtcNow) }, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>();
        var spent = (await PollAsync(code))!.Code;
        spent.SpentAt.Should().NotBeNull();
        spent.SessionId.Should().Be(session.Id);
    }

    [Fact]
    public async Task A_code_that_was_allowed_before_the_user_s_epoch_moved_gives_no_session()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var code = await AddAsync(client);
        await First.DecideAsync(Decision(code, user), CancellationToken.None);
        await Storage.RaiseEpochAsync(user.Id, EndReason.PasswordChanged);

        var later = NewSession(user, client) with { UserEpoch = user.Epoch + 1, Spends = code.Artefact.Key };
        (await Store.CreateAsync(later, CancellationToken.None)).Should().BeOfType<SessionWrite.NotApplied>();
        (await PollAsync(code))!.Code.SpentAt.Should().BeNull();
    }

    private static NewDeviceCode NewCode(ClientRegistration client) => new(
        new NewArtefact
        {
            Key = ArtefactKey.Of(ArtefactKind.DeviceCode, ArtefactKey.NewHandle()),
            ClientId = client.Id,
            ClientEpoch = client.Epoch,
            Payload = "asked",
            Lifetime = TimeSpan.FromMinutes(10),
        },
        RandomNumberGenerator.GetBytes(32),
        DeviceCodes.Interval);

    private static DeviceDecision Decision(NewDeviceCode code, TestUser user) => new(code.Artefact.Key, user.Id, user.Epoch, "answered");

    private async Task<NewDeviceCode> AddAsync(ClientRegistration client)
    {
        var code = NewCode(client);
        (await First.AddAsync(code, CancellationToken.None)).Should().BeTrue();
        return code;
    }

    private Task<OneTimeArtefact?> FindAsync(NewDeviceCode code) => Second.FindByUserCodeAsync(code.UserCodeHash, CancellationToken.None);

    private Task<DevicePoll?> PollAsync(NewDeviceCode code) => Second.PollAsync(code.Artefact.Key, code.Artefact.ClientId, CancellationToken.None);
}
