using System.Text.Json.Nodes;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.RequestObjects;

/// <summary>Authorization requests that are signed and pushed (RFC 9126 §3).</summary>
[Spec("RFC 9126", "3")]
public sealed class PushedRequestObjectTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    [Fact]
    public async Task A_signed_request_is_checked_when_it_is_pushed_and_answered_as_any_other()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, KeyedClients.StrictRequester);
        var pushed = await PushAsync(flow, Signed(flow), ("state", "another"), ("scope", "openid"));
        pushed.Status.Should().Be(201, pushed.Body);

        var address = QueryHelpers.AddQueryString(Paths.Authorization, new Dictionary<string, string?>
        {
            ["client_id"] = flow.Client.Id,
            ["request_uri"] = pushed.Json.GetProperty("request_uri").GetString(),
        });
        var page = (await flow.Browser.OpenAsync(address)).AsPage();
        page.FormWith(BrowserSignIn.PasswordField).Should().NotBeNull();
        var back = await flow.Browser.AuthorizeAsync(address, user.UserName!, AuthServerHost.Password);

        back.Parameters["state"].Should().Be(flow.State, "only what is signed counts");
        (await flow.ExchangeAsync(back.Code!)).Scope.Should().Be(flow.Scope);
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_said_to_the_client()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.StrictRequester);
        var used = Signed(flow);
        (await PushAsync(flow, used)).Status.Should().Be(201);

        foreach (var request in new[]
        {
            used,
            Signed(flow, ("exp", null)),
            Signed(flow, ("client_id", "requester")),
            Signed(flow, ("aud", server.Host.Issuer + Paths.PushedAuthorization)),
            new KeyHolder(flow.Client.Id, KeyedClients.OtherKey, server.Host.Issuer).RequestObject(flow.Request()),
        })
        {
            var answer = await PushAsync(flow, request);
            (answer.Status, answer.Error).Should().Be((400, "invalid_request_object"), answer.Body);
        }

        (await PushAsync(flow, Signed(flow, ("scope", "unknown")))).Error.Should().Be("invalid_scope");
        (await PushAsync(flow, Signed(flow, ("redirect_uri", "https://evil.example/")))).Error.Should().Be("invalid_request");
    }

    private string Signed(CodeFlow flow, params (string Claim, JsonNode? Value)[] changes) =>
        new KeyHolder(flow.Client.Id, KeyedClients.Key, server.Host.Issuer).RequestObject(flow.Request(), changes);

    private static Task<Answer> PushAsync(CodeFlow flow, string request, params (string Name, string? Value)[] beside) =>
        flow.Client.PostAsync(Paths.PushedAuthorization, [("request", request), .. beside]);
}
