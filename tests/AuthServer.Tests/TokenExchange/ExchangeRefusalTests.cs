using AuthServer.Testing;
using AuthServer.Tests.Dpop;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.TokenExchange;

[Spec("RFC 8693", "2.2.2")]
public sealed class ExchangeRefusalTests(ExchangeServer server) : IClassFixture<ExchangeServer>
{
    [Fact]
    [Spec("RFC 8693", "5")]
    public async Task Only_confidential_clients_that_are_listed_for_it_exchange_tokens()
    {
        var token = (await server.SignInAsync()).AccessToken;
        foreach (var client in new[] { ExchangeClients.Public, ExchangeClients.Bystander, TestClients.Web })
        {
            ShouldRefuse(await server.ExchangeAsync(client, token), "unauthorized_client");
        }

        var stranger = await ExchangeServer.ExchangeAsync(server.Host.As(ExchangeClients.Api) with { Secret = "wrong" }, token);
        (stranger.Status, stranger.Error).Should().Be((401, "invalid_client"), stranger.Body);
    }

    [Theory]
    [InlineData("subject_token", null)]
    [InlineData("subject_token_type", null)]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:saml2")]
    [InlineData("actor_token_type", "urn:ietf:params:oauth:token-type:access_token")]
    [InlineData("actor_token", "something")]
    [Spec("RFC 8693", "2.1")]
    public async Task Parameters_that_do_not_fit_together_are_refused(string name, string? value) =>
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Api, (await server.SignInAsync()).AccessToken, (name, value)), "invalid_request");

    [Theory]
    [InlineData("requested_token_type", ExchangeServer.AccessToken)]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:jwt")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")]
    [Spec("RFC 8693", "3")]
    public async Task An_access_token_may_be_called_a_JWT(string name, string value)
    {
        var answer = await server.ExchangeAsync(ExchangeClients.Api, (await server.SignInAsync()).AccessToken, (name, value));
        answer.Status.Should().Be(200, answer.Body);
        answer.Json.GetProperty("issued_token_type").GetString().Should().Be(ExchangeServer.AccessToken);
    }

    [Fact]
    public async Task What_is_not_a_live_access_token_of_this_server_is_refused()
    {
        var signedIn = await server.SignInAsync();
        var parts = signedIn.AccessToken.Split('.');
        var brief = await server.SignInAsync(client: TestClients.BriefApp);
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        string[] tokens =
        [
            signedIn.RefreshToken, signedIn.Json.GetProperty("id_token").GetString()!, "nonsense", $"{parts[0]}.{parts[1]}.{new string([.. parts[2].Reverse()])}",
            brief.AccessToken, await server.OwnTokenAsync(ExchangeClients.Broker), await server.OwnTokenAsync(ExchangeClients.Api),
        ];
        foreach (var token in tokens)
        {
            ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Api, token), "invalid_request");
        }
    }

    [Fact]
    public async Task A_token_that_was_neither_issued_to_the_client_nor_for_it_is_refused()
    {
        var forFiles = await server.SignInAsync("openid files");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Api, forFiles.AccessToken), "invalid_request");
        ShouldRefuse(await server.ExchangeAsync(ExchangeClients.Broker, (await server.SignInAsync()).AccessToken), "invalid_request");
        (await server.ExchangeAsync(ExchangeClients.Files, forFiles.AccessToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_actor_is_the_client_itself_and_nobody_else()
    {
        var subject = await server.SignInAsync();
        string[] actors = [await server.OwnTokenAsync(ExchangeClients.Broker), subject.AccessToken, subject.RefreshToken, "nonsense"];
        foreach (var actor in actors)
        {
            ShouldRefuse(await WithActorAsync(subject.AccessToken, actor, ExchangeServer.AccessToken), "invalid_request");
        }

        var own = await server.OwnTokenAsync(ExchangeClients.Api);
        ShouldRefuse(await WithActorAsync(subject.AccessToken, own, "urn:ietf:params:oauth:token-type:id_token"), "invalid_request");
        (await WithActorAsync(subject.AccessToken, own, ExchangeServer.AccessToken)).Claims.GetProperty("act").GetProperty("sub").GetString().Should().Be("api");
    }

    [Fact]
    [Spec("RFC 9449", "7")]
    public async Task A_token_that_is_bound_to_a_key_is_exchanged_by_who_proves_that_key()
    {
        using var device = new Device(server.Host.Issuer);
        using var other = new Device(server.Host.Issuer);
        var user = await server.Host.CreateUserAsync();
        var subject = await device.SendAsync(server.Host.As(TestClients.ProvingApp), app => app.SignInAsync(user, scope: "openid api"));
        subject.Status.Should().Be(200, subject.Body);
        var api = server.Host.As(ExchangeClients.Api);

        ShouldRefuse(await ExchangeServer.ExchangeAsync(api, subject.AccessToken), "invalid_request");
        ShouldRefuse(await other.SendAsync(api, app => ExchangeServer.ExchangeAsync(app, subject.AccessToken)), "invalid_request");

        var answer = await device.SendAsync(api, app => ExchangeServer.ExchangeAsync(app, subject.AccessToken));
        answer.Json.GetProperty("token_type").GetString().Should().Be("DPoP", answer.Body);
        answer.Claims.GetProperty("cnf").GetProperty("jkt").GetString().Should().Be(device.Thumbprint);
    }

    private Task<Answer> WithActorAsync(string subjectToken, string actorToken, string type) =>
        server.ExchangeAsync(ExchangeClients.Api, subjectToken, ("actor_token", actorToken), ("actor_token_type", type));

    private static void ShouldRefuse(Answer answer, string error) => (answer.Status, answer.Error).Should().Be((400, error), answer.Body);
}
