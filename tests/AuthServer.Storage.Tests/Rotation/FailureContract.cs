using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing.Keys;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>Lost answers, lost connections, restarts and changes of keys.</summary>
public abstract class FailureContract(SessionStorage storage) : RotationContract(storage)
{
    [Fact]
    public async Task A_client_whose_answer_was_lost_asks_again_and_goes_on()
    {
        var holder = await SignInAsync();
        var lost = Granted(await PresentAsync(holder, holder.Current));

        holder = holder.After(Granted(await PresentAsync(holder, holder.Current, node: Storage.Second)));

        holder.Current.Should().Be(lost);
        await RefreshAsync(holder);
    }

    [Fact]
    public async Task A_commit_whose_outcome_was_lost_is_found_by_its_receipt()
    {
        var (node, store) = ForgetfulNode();
        var holder = await SignInAsync();
        store.LoseAnswer = true;

        holder = await RefreshAsync(holder, node: node);

        (await FindAsync(holder)).Session.Generation.Should().Be(1);
        (await FindAsync(holder)).Session.Retries.Should().Be(0);
        await RefreshAsync(holder);
    }

    [Fact]
    public async Task A_statement_that_never_arrived_is_answered_as_unavailable_and_the_token_stays_current()
    {
        var (node, store) = ForgetfulNode();
        var holder = await SignInAsync();
        store.LoseRequest = true;

        var error = Refused(await UntouchedAsync(holder, () => PresentAsync(holder, holder.Current, node: node)));

        error.Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
        error.RetryAfter.Should().BePositive();
        await RefreshAsync(holder, node: node);
    }

    [Fact]
    public async Task Another_writer_s_rotation_is_not_mistaken_for_a_lost_one()
    {
        var (node, store) = ForgetfulNode();
        var holder = await SignInAsync();
        var winner = Granted(await PresentAsync(holder, holder.Current));
        store.LoseRequest = true;

        Refused(await PresentAsync(holder, holder.Current, node: node)).Code.Should().Be(ErrorCodes.TemporarilyUnavailable);

        Granted(await PresentAsync(holder, holder.Current, node: node)).Should().Be(winner);
    }

    [Fact]
    public async Task An_outcome_lost_beside_an_end_grants_nothing()
    {
        var (node, store) = ForgetfulNode();
        var holder = await SignInAsync();
        await Storage.RaiseEpochAsync(holder.User.Id, EndReason.PasswordChanged);
        store.LoseAnswer = true;

        Refused(await PresentAsync(holder, holder.Current, node: node)).Code.Should().Be(ErrorCodes.TemporarilyUnavailable);
        RefusedFor(await PresentAsync(holder, holder.Current, node: node), "password_changed");
    }

    [Fact]
    public async Task A_retry_after_a_change_of_keys_yields_the_successor_of_before()
    {
        var keys = new InMemoryMasterKeySource();
        var (old, holder) = await SignInAtAsync(keys);
        holder = await RefreshAsync(holder, node: old);
        keys.Add(InMemoryMasterKeySource.NewKey(2, Storage.Clock.GetUtcNow()));
        var node = Storage.NewNode(keys);
        node.Get<RefreshTokenFormat>().CurrentKeyId.Should().Be(2);

        Granted(await PresentAsync(holder, holder.Predecessor, node: node)).Should().Be(holder.Current);

        holder = await RefreshAsync(holder, node: node);
        (await FindAsync(holder)).Session.KeyId.Should().Be(2);
        Granted(await PresentAsync(holder, holder.Predecessor, node: node)).Should().Be(holder.Current, "the predecessor is under key 1, its successor under key 2");
        holder = await RefreshAsync(holder, node: node);
        await ReuseEndsAsync(holder, holder.Tokens[0], node);
    }

    [Fact]
    public async Task A_token_under_a_key_that_this_node_does_not_have_yet_is_neither_refused_as_forged_nor_taken_for_theft()
    {
        var key = InMemoryMasterKeySource.NewKey(1, DateTimeOffset.MinValue);
        var ahead = new InMemoryMasterKeySource(key, InMemoryMasterKeySource.NewKey(2, Storage.Clock.GetUtcNow()));
        var behind = Storage.NewNode(new InMemoryMasterKeySource(key));
        var (node, holder) = await SignInAtAsync(ahead);

        behind.Get<RefreshTokenFormat>().Read(holder.Current).Should().Be(new RefreshTokenReading.UnknownKey(2));

        await RefreshAsync(holder, node: node);
    }

    [Fact]
    public async Task A_retry_whose_row_names_a_key_that_this_node_does_not_have_yet_is_answered_as_unavailable()
    {
        var key = InMemoryMasterKeySource.NewKey(1, DateTimeOffset.MinValue);
        var behind = Storage.NewNode(new InMemoryMasterKeySource(key));
        var (_, holder) = await SignInAtAsync(new InMemoryMasterKeySource(key));
        var ahead = Storage.NewNode(new InMemoryMasterKeySource(key, InMemoryMasterKeySource.NewKey(2, Storage.Clock.GetUtcNow())));
        holder = await RefreshAsync(holder, node: ahead);

        Refused(await PresentAsync(holder, holder.Predecessor, node: behind)).Code.Should().Be(ErrorCodes.TemporarilyUnavailable);

        Granted(await PresentAsync(holder, holder.Predecessor, node: ahead)).Should().Be(holder.Current);
        (await FindAsync(holder)).IsLive.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_of_any_age_ends_its_session_also_after_restarts()
    {
        var keys = new InMemoryMasterKeySource();
        var (node, holder) = await SignInAtAsync(keys, client => client with { RetryWindow = RetryWindow.UntilUsed });
        for (var generation = 0; generation < 30; generation++)
        {
            holder = await RefreshAsync(holder, node: node);
        }

        await ReuseEndsAsync(holder, holder.Tokens[3], Storage.NewNode(keys));
    }

    [Fact]
    public async Task A_session_goes_on_after_a_restart()
    {
        var keys = new InMemoryMasterKeySource();
        var (node, holder) = await SignInAtAsync(keys);
        holder = await RefreshAsync(holder, node: node);

        var restarted = Storage.NewNode(keys);

        Granted(await PresentAsync(holder, holder.Predecessor, node: restarted)).Should().Be(holder.Current);
        await RefreshAsync(holder, node: restarted);
    }

    private async Task ReuseEndsAsync(Holder holder, string old, Node node)
    {
        RefusedFor(await PresentAsync(holder, old, node: node), reason: null);
        await EndedAsync(holder, EndReason.ReuseDetected);
    }

    private async Task<(Node Node, Holder Holder)> SignInAtAsync(
        InMemoryMasterKeySource keys, Func<ClientRegistration, ClientRegistration>? adjust = null)
    {
        var node = Storage.NewNode(keys);
        var (user, client) = (await Storage.AddUserAsync(), await AddClientAsync(adjust));
        return (node, new Holder(user, client, await node.SignInAsync(user, client, Callers.Home)));
    }

    private (Node Node, ForgetfulSessionStore Store) ForgetfulNode()
    {
        var store = new ForgetfulSessionStore(Storage.Second.Store);
        return (Storage.NewNode(Storage.MasterKeys, services => services.AddSingleton<ISessionStore>(store)), store);
    }
}
