using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Artefacts;

public abstract class ArtefactContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private IArtefactStore Artefacts => Storage.First.Artefacts;

    [Fact]
    public async Task What_was_kept_is_what_is_found()
    {
        var user = await Storage.AddUserAsync();
        var code = NewCode(user, await AddClientAsync());

        (await Artefacts.AddAsync(code, CancellationToken.None)).Should().BeTrue();

        var found = (await FindAsync(code.Key))!;
        found.Should().BeEquivalentTo(code, options => options.ExcludingMissingMembers());
        found.SpentAt.Should().BeNull();
        found.SessionId.Should().BeNull();
    }

    [Fact]
    public async Task An_artefact_needs_no_user()
    {
        var request = NewRequest(await AddClientAsync());

        await Artefacts.AddAsync(request, CancellationToken.None);

        var found = (await FindAsync(request.Key))!;
        found.UserId.Should().BeNull();
        found.UserEpoch.Should().BeNull();
    }

    [Fact]
    public async Task Nothing_is_found_by_another_handle_or_as_another_kind()
    {
        var request = NewRequest(await AddClientAsync());
        await Artefacts.AddAsync(request, CancellationToken.None);

        (await FindAsync(ArtefactKey.Of(ArtefactKind.PushedRequest, ArtefactKey.NewHandle()))).Should().BeNull();
        (await FindAsync(request.Key with { Kind = ArtefactKind.AuthorizationCode })).Should().BeNull();
    }

    [Fact]
    public async Task An_artefact_that_expired_unspent_is_not_found()
    {
        var request = NewRequest(await AddClientAsync());
        await Artefacts.AddAsync(request, CancellationToken.None);
        await Storage.AdvanceAsync(request.Lifetime - Precision);
        (await FindAsync(request.Key)).Should().NotBeNull();

        await Storage.AdvanceAsync(Precision);

        (await FindAsync(request.Key)).Should().BeNull();
    }

    [Fact]
    [Spec("RFC 9126", "4")]
    public async Task A_code_spends_the_pushed_request_that_it_answers()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var request = await AddRequestAsync(client);

        var code = await AddCodeAsync(user, client, it => it with { Spends = request });

        (await FindAsync(request))!.SpentAt.Should().NotBeNull();
        (await FindAsync(code))!.SpentAt.Should().BeNull();
    }

    [Fact]
    [Spec("RFC 9126", "4")]
    public async Task A_pushed_request_gives_one_code()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var request = await AddRequestAsync(client);
        await AddCodeAsync(user, client, it => it with { Spends = request });

        await RefusesAsync(NewCode(user, client) with { Spends = request });
    }

    [Fact]
    public async Task An_expired_pushed_request_gives_no_code()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var request = await AddRequestAsync(client);
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(2));

        await RefusesAsync(NewCode(user, client) with { Spends = request });
    }

    [Fact]
    [Spec("RFC 9126", "2.2")]
    public async Task A_pushed_request_of_another_client_stays_unspent()
    {
        var user = await Storage.AddUserAsync();
        var request = await AddRequestAsync(await AddClientAsync());

        await RefusesAsync(NewCode(user, await AddClientAsync()) with { Spends = request });

        (await FindAsync(request))!.SpentAt.Should().BeNull();
    }

    [Fact]
    public async Task A_pushed_request_of_an_older_epoch_of_its_client_gives_no_code()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var request = await AddRequestAsync(client);
        await Storage.RaiseEpochAsync(client.Id, EndReason.Incident);

        await RefusesAsync(NewCode(user, client with { Epoch = client.Epoch + 1 }) with { Spends = request });
    }

    [Fact]
    public async Task Of_many_codes_for_one_pushed_request_at_once_exactly_one_is_kept()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        for (var round = 0; round < 10; round++)
        {
            var request = await AddRequestAsync(client);
            var codes = Enumerable.Range(0, 32).Select(_ => NewCode(user, client) with { Spends = request }).ToList();

            var kept = await Task.WhenAll(codes.Select((code, index) => Task.Run(() =>
                (index % 2 == 0 ? Storage.First : Storage.Second).Artefacts.AddAsync(code, CancellationToken.None))));

            kept.Count(it => it).Should().Be(1);
            var found = await Task.WhenAll(codes.Select(code => FindAsync(code.Key)));
            found.OfType<OneTimeArtefact>().Should().ContainSingle().Which.Key.Should().Be(codes[Array.IndexOf(kept, true)].Key);
        }
    }

    [Fact]
    public async Task A_request_that_is_being_answered_lives_on()
    {
        var request = await AddRequestAsync(await AddClientAsync());
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(1));

        await Artefacts.ProlongAsync(request, TimeSpan.FromMinutes(10), CancellationToken.None);
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(10) - Precision);

        (await FindAsync(request)).Should().NotBeNull();
    }

    [Fact]
    public async Task Nothing_is_shortened_by_being_prolonged()
    {
        var request = await AddRequestAsync(await AddClientAsync());
        var before = (await FindAsync(request))!.ExpiresAt;

        await Artefacts.ProlongAsync(request, TimeSpan.FromSeconds(1), CancellationToken.None);

        (await FindAsync(request))!.ExpiresAt.Should().Be(before);
    }

    [Fact]
    public async Task What_has_expired_is_not_revived()
    {
        var request = await AddRequestAsync(await AddClientAsync());
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(2));

        await Artefacts.ProlongAsync(request, TimeSpan.FromHours(1), CancellationToken.None);

        (await FindAsync(request)).Should().BeNull();
    }

    [Fact]
    public async Task What_was_spent_is_not_prolonged()
    {
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync());
        var request = await AddRequestAsync(client);
        await AddCodeAsync(user, client, it => it with { Spends = request });
        var before = (await FindAsync(request))!.ExpiresAt;

        await Artefacts.ProlongAsync(request, TimeSpan.FromHours(1), CancellationToken.None);

        (await FindAsync(request))!.ExpiresAt.Should().Be(before);
    }

    private static NewArtefact NewRequest(ClientRegistration client) => new()
    {
        Key = ArtefactKey.Of(ArtefactKind.PushedRequest, ArtefactKey.NewHandle()),
        ClientId = client.Id,
        ClientEpoch = client.Epoch,
        Payload = """{"scope":"openid"}""",
        Lifetime = TimeSpan.FromSeconds(90),
    };

    private async Task<ArtefactKey> AddRequestAsync(ClientRegistration client)
    {
        var request = NewRequest(client);
        (await Artefacts.AddAsync(request, CancellationToken.None)).Should().BeTrue();
        return request.Key;
    }

    private async Task RefusesAsync(NewArtefact artefact)
    {
        (await Artefacts.AddAsync(artefact, CancellationToken.None)).Should().BeFalse();
        (await FindAsync(artefact.Key)).Should().BeNull();
    }
}
