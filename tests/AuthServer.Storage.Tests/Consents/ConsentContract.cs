using AuthServer.Core.Clients;
using AuthServer.Core.Consents;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Consents;

public abstract class ConsentContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private readonly UserId _user = new(Guid.NewGuid());

    private readonly ClientId _client = new($"app-{Guid.NewGuid():N}");

    private IConsentStore Consents => Storage.First.Consents;

    [Fact]
    public async Task What_was_never_granted_is_not_found() => (await FindAsync()).Should().BeNull();

    [Fact]
    public async Task What_was_granted_is_found()
    {
        await GrantAsync("openid", "orders.read");

        var consent = (await FindAsync())!;
        (consent.UserId, consent.ClientId).Should().Be((_user, _client));
        consent.Scopes.Names.Should().Equal("openid", "orders.read");
    }

    [Fact]
    public async Task A_grant_adds_to_what_was_granted_before_and_names_nothing_twice()
    {
        await GrantAsync("openid", "orders.read");
        await GrantAsync("orders.write", "openid", "orders");

        (await FindAsync())!.Scopes.Names.Should().Equal("openid", "orders.read", "orders.write", "orders");
    }

    [Fact]
    public async Task A_grant_of_what_was_granted_before_changes_no_scope()
    {
        await GrantAsync("openid", "orders_read");
        await GrantAsync("openid");
        await GrantAsync("ordersXread");

        (await FindAsync())!.Scopes.Names.Should().Equal("openid", "orders_read", "ordersXread");
    }

    [Fact]
    public async Task A_grant_of_no_scope_is_a_consent_that_can_grow()
    {
        await GrantAsync();
        (await FindAsync())!.Scopes.IsEmpty.Should().BeTrue();

        await GrantAsync("openid");

        (await FindAsync())!.Scopes.Names.Should().Equal("openid");
    }

    [Fact]
    public async Task Of_many_grants_at_once_none_is_lost()
    {
        var scopes = Enumerable.Range(0, 32).Select(number => $"scope-{number}").ToList();

        await Task.WhenAll(scopes.Select((scope, index) => Task.Run(() =>
            (index % 2 == 0 ? Storage.First : Storage.Second).Consents.GrantAsync(_user, _client, ScopeSet.Of([scope, "openid"]), CancellationToken.None))));

        (await FindAsync())!.Scopes.Names.Should().BeEquivalentTo([.. scopes, "openid"]);
    }

    [Fact]
    public async Task A_user_s_consents_are_listed_newest_first_and_no_other_user_s()
    {
        var later = new ClientId($"app-{Guid.NewGuid():N}");
        await GrantAsync("openid");
        await Storage.AdvanceAsync(TimeSpan.FromMinutes(1));
        await Consents.GrantAsync(_user, later, ScopeSet.Of(["openid"]), CancellationToken.None);
        await Consents.GrantAsync(new UserId(Guid.NewGuid()), _client, ScopeSet.Of(["openid"]), CancellationToken.None);

        var listed = await Consents.ListAsync(_user, CancellationToken.None);

        listed.Select(consent => consent.ClientId).Should().Equal(later, _client);
        listed.Should().BeInDescendingOrder(consent => consent.GrantedAt);
    }

    [Fact]
    public async Task A_withdrawn_consent_is_gone_and_the_others_stay()
    {
        var other = new ClientId($"app-{Guid.NewGuid():N}");
        await GrantAsync("openid", "orders.read");
        await Consents.GrantAsync(_user, other, ScopeSet.Of(["openid"]), CancellationToken.None);

        await Consents.WithdrawAsync(_user, _client, CancellationToken.None);

        (await FindAsync()).Should().BeNull();
        (await Consents.ListAsync(_user, CancellationToken.None)).Should().ContainSingle().Which.ClientId.Should().Be(other);
        await GrantAsync("openid");
        (await FindAsync())!.Scopes.Names.Should().Equal("openid");
    }

    private Task GrantAsync(params string[] scopes) => Consents.GrantAsync(_user, _client, ScopeSet.Of(scopes), CancellationToken.None);

    private Task<Consent?> FindAsync() => Storage.Second.Consents.FindAsync(_user, _client, CancellationToken.None);
}
