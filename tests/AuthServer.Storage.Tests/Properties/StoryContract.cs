using AuthServer.Core.Clients;
using AuthServer.Protocol.OAuth;
using AuthServer.Storage.Tests.Storage;
using AuthServer.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AuthServer.Storage.Tests.Properties;

/// <summary>Any interleaving of sign-ins, refreshes, retries, replays, ends and pauses is answered as the model answers it.</summary>
[Spec("RFC 9700", "4.14.2")]
public abstract class StoryContract(SessionStorage storage, int stories)
{
    [Fact]
    public void Every_story_ends_as_the_model_says() =>
        Prop.ForAll(Stories.Any, steps => TellAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(stories));

    private async Task TellAsync(Happening[] steps)
    {
        var user = await storage.AddUserAsync();
        var client = await AddClientAsync();
        await new Story(storage, user, client, await AddClientAsync()).TellAsync(steps);
    }

    private Task<ClientRegistration> AddClientAsync() => storage.AddClientAsync(new ClientRegistration
    {
        Id = new ClientId($"app-{Guid.NewGuid():N}"),
        Type = ClientType.Public,
        DefaultScopes = ScopeSet.Of([ScopeNames.OfflineAccess]),
        SessionIdleLifetime = SessionModel.IdleLifetime,
        SessionAbsoluteLifetime = SessionModel.AbsoluteLifetime,
        RetryWindow = RetryWindow.Of(SessionModel.Window),
        RetryLimit = SessionModel.RetryLimit,
        ForeignRetryLimit = SessionModel.ForeignRetryLimit,
    });
}
