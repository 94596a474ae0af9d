using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using AuthServer.Testing.Clients;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

[Spec("RFC 6749", "2.3")]
[Spec("RFC 6749", "3.2.1")]
public sealed class ClientAuthenticatorTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryDatabase _database;
    private readonly ClientAuthenticator _authenticator;

    public ClientAuthenticatorTests()
    {
        _database = new InMemoryDatabase(_clock);
        _authenticator = TestClients.Authenticator(new InMemoryClientStore(_database), _clock);
        _database.Save(new ClientRegistration { Id = new ClientId("public"), Type = ClientType.Public });
        _database.Save(new ClientRegistration { Id = new ClientId("disabled"), Type = ClientType.Public, Disabled = true });
        _database.Save(new ClientRegistration
        {
            Id = new ClientId("confidential"),
            Type = ClientType.Confidential,
            Secrets =
            [
                new ClientSecret(ClientSecretHash.OfGenerated("old"), _clock.GetUtcNow().AddDays(1)),
                new ClientSecret(ClientSecretHash.OfChosen("new"), ExpiresAt: null),
            ],
        });
    }

    [Fact]
    public async Task A_public_client_shows_its_name() => (await AcceptedAsync(Name("public"))).Id.Value.Should().Be("public");

    [Theory]
    [InlineData("old")]
    [InlineData("new")]
    public async Task A_confidential_client_shows_any_of_its_active_secrets(string secret)
    {
        await AcceptedAsync(Secret("confidential", secret));
        await AcceptedAsync(Secret("confidential", secret));
    }

    [Fact]
    public async Task A_secret_that_has_expired_is_worth_nothing_even_if_it_was_right_before()
    {
        await AcceptedAsync(Secret("confidential", "old"));
        _clock.Advance(TimeSpan.FromDays(1));

        await RefusedAsync(Secret("confidential", "old"));
        await AcceptedAsync(Secret("confidential", "new"));
    }

    [Fact]
    public async Task A_secret_that_was_right_is_not_a_master_key_for_others()
    {
        await AcceptedAsync(Secret("confidential", "new"));

        await RefusedAsync(Secret("confidential", "newer"));
        await RefusedAsync(Secret("confidential", ""));
    }

    [Fact]
    public async Task Many_requests_that_meet_a_node_which_has_just_started_pay_for_one_slow_hash()
    {
        _database.Save(new ClientRegistration
        {
            Id = new ClientId("web"),
            Type = ClientType.Confidential,
            Secrets = [new ClientSecret(ClientSecretHash.OfChosen("chosen"), ExpiresAt: null)],
        });

        // Each on a thread of its own, so that all ask before the first is answered. Hashed one after the other they would outlast the wait for a turn.
        var results = await Task.WhenAll(Enumerable.Range(0, 128).Select(_ => Task.Factory.StartNew(
            () => _authenticator.AuthenticateAsync(Secret("web", "chosen"), CancellationToken.None).AsTask(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        results.Count(result => result.TryGet(out _, out _)).Should().Be(128);
    }

    [Fact]
    public async Task Every_failure_answers_alike()
    {
        var errors = new[]
        {
            await RefusedAsync(new PresentedCredentials.Absent()),
            await RefusedAsync(Name("nobody")),
            await RefusedAsync(Name("PUBLIC")),
            await RefusedAsync(Name("disabled")),
            await RefusedAsync(Name("confidential")),
            await RefusedAsync(Secret("nobody", "new")),
            await RefusedAsync(Secret("public", "new")),
            await RefusedAsync(Secret("confidential", "wrong")),
        };

        errors.Select(error => error with { Detail = null }).Distinct().Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.InvalidClient);
        errors.Select(error => error.Detail).Distinct().Should().HaveCount(6, "the log tells them apart").And.NotContainNulls();
    }

    [Fact]
    public void Credentials_do_not_show_their_secret_in_logs() => Secret("confidential", "new-secret").ToString().Should().NotContain("new-secret");

    private static PresentedCredentials.Name Name(string id) => new(new ClientId(id));

    private static PresentedCredentials.Secret Secret(string id, string secret) => new(new ClientId(id), secret);

    private async Task<AuthenticatedClient> AcceptedAsync(PresentedCredentials credentials)
    {
        (await _authenticator.AuthenticateAsync(credentials, CancellationToken.None)).TryGet(out var client, out var error).Should().BeTrue(error?.Detail);
        return client!;
    }

    private async Task<OAuthError> RefusedAsync(PresentedCredentials credentials)
    {
        (await _authenticator.AuthenticateAsync(credentials, CancellationToken.None)).TryGet(out _, out var error).Should().BeFalse();
        return error!;
    }
}
