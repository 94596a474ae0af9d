using System.Net;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>What else must be right when a code or a pushed request is used: who comes with it, and when.</summary>
public sealed class AuthenticatedExchangeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [Spec("RFC 6749", "4.1.3")]
    [Spec("RFC 6749", "3.2.1")]
    public async Task A_confidential_client_authenticates_to_use_its_code(string? secret)
    {
        using var flow = new CodeFlow(server.Host, TestClients.CodeWeb);
        var code = (await flow.AuthorizeAsync(await server.Host.CreateUserAsync())).Code!;

        var answer = await (flow.Client with { Secret = secret }).PostAsync(
            Paths.Token, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", flow.RedirectUri), ("code_verifier", flow.Verifier));

        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
        (await flow.ExchangeAsync(code)).Status.Should().Be(200, "what others try does not spend it");
    }

    [Fact]
    [Spec("RFC 9126", "4")]
    public async Task An_expired_request_uri_is_refused()
    {
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        var pushed = await flow.Client.PostAsync(
            Paths.PushedAuthorization,
            [.. flow.Request().Where(parameter => parameter.Key != "client_id").Select(parameter => (parameter.Key, parameter.Value))]);
        pushed.Status.Should().Be(201);
        await server.Database.ExecuteAsync("UPDATE one_time_artefacts SET expires_at = expires_at - interval '2 minutes' WHERE kind = 3");

        var page = (await flow.Browser.OpenAsync(QueryHelpers.AddQueryString(Paths.Authorization, new Dictionary<string, string?>
        {
            ["client_id"] = flow.Client.Id,
            ["request_uri"] = pushed.Json.GetProperty("request_uri").GetString(),
        }))).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Html.Should().Contain("invalid_request_uri");
    }
}
