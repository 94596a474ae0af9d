using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>What a presented refresh token does, with real tokens through the whole engine; each class that derives pins one side of it.</summary>
public abstract class RotationContract(SessionStorage storage)
{
    protected SessionStorage Storage => storage;

    protected Node Node => storage.First;

    protected async Task<Holder> SignInAsync(Func<ClientRegistration, ClientRegistration>? adjust = null, string? proofKey = null)
    {
        var user = await storage.AddUserAsync();
        var client = await AddClientAsync(adjust);
        return new Holder(user, client, await Node.SignInAsync(user, client, Callers.Home, proofKey));
    }

    protected Task<ClientRegistration> AddClientAsync(Func<ClientRegistration, ClientRegistration>? adjust = null)
    {
        var client = new ClientRegistration
        {
            Id = new ClientId($"app-{Guid.NewGuid():N}"),
            Type = ClientType.Public,
            GrantTypes = [GrantTypes.Password, GrantTypes.RefreshToken],
            Scopes = ScopeSet.Of(["openid", "offline_access", "orders.read", "orders.write"]),
            DefaultScopes = ScopeSet.Of(["openid", "offline_access", "orders.read"]),
        };
        return storage.AddClientAsync(adjust?.Invoke(client) ?? client);
    }

    protected Task<SessionGrant> PresentAsync(Holder holder, string token, Caller? caller = null, Node? node = null) =>
        (node ?? Node).PresentAsync(token, holder.Client.Id, caller ?? Callers.Home);

    /// <summary>Refreshes with the current token and moves on to its successor.</summary>
    protected async Task<Holder> RefreshAsync(Holder holder, Caller? caller = null, Node? node = null) =>
        holder.After(Granted(await PresentAsync(holder, holder.Current, caller, node)));

    protected static string Granted(SessionGrant grant) =>
        grant.Should().BeOfType<SessionGrant.Granted>().Subject.Session.RefreshToken!.Reveal();

    protected static OAuthError Refused(SessionGrant grant) => grant.Should().BeOfType<SessionGrant.Refused>().Subject.Error;

    /// <summary>Refused as an invalid grant, with this reason and no other.</summary>
    protected static void RefusedFor(SessionGrant grant, string? reason)
    {
        var error = Refused(grant);
        error.Code.Should().Be(ErrorCodes.InvalidGrant);
        error.Reason.Should().Be(reason);
    }

    protected async Task<SessionSnapshot> FindAsync(Holder holder) => (await Node.Store.FindAsync(holder.Id, CancellationToken.None))!;

    protected async Task EndedAsync(Holder holder, EndReason reason)
    {
        var snapshot = await FindAsync(holder);
        snapshot.Session.EndReason.Should().Be(reason);
        snapshot.IsLive.Should().BeFalse();
    }

    /// <summary>Asserts that presenting leaves the row byte-identical.</summary>
    protected async Task<SessionGrant> UntouchedAsync(Holder holder, Func<Task<SessionGrant>> present)
    {
        var before = await storage.ReadRowAsync(holder.Id);
        var grant = await present();
        (await storage.ReadRowAsync(holder.Id)).Should().Be(before);
        return grant;
    }

    /// <summary>Presents one token many times at once, every other time at the other node.</summary>
    protected async Task<SessionGrant[]> PresentAtOnceAsync(Holder holder, string token, int times) =>
        await Task.WhenAll(Enumerable.Range(0, times).Select(index =>
            Task.Run(() => PresentAsync(holder, token, node: index % 2 == 0 ? storage.First : storage.Second))));
}
