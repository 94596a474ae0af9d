using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.RequestObjects;

/// <summary>Authorization requests that their client has signed, at the authorization endpoint.</summary>
[Spec("RFC 9101", "6")]
public sealed class RequestObjectTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    [Fact]
    public async Task A_signed_request_is_answered()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, KeyedClients.StrictRequester);

        var back = await flow.Browser.AuthorizeAsync(Address(flow, Signed(flow)), user.UserName!, AuthServerHost.Password);

        back.Parameters["state"].Should().Be(flow.State);
        back.Parameters["iss"].Should().Be(server.Host.Issuer);
        (await flow.ExchangeAsync(back.Code!)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task It_may_come_by_POST()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.StrictRequester);
        using var form = new FormUrlEncodedContent([new("client_id", flow.Client.Id), new("request", Signed(flow))]);

        using var response = await server.Host.Http.PostAsync(Paths.Authorization, form);

        response.IsSuccessStatusCode.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().Contain(BrowserSignIn.PasswordField);
    }

    [Fact]
    [Spec("RFC 9101", "6.3")]
    public async Task What_stands_beside_the_request_object_does_not_count()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);
        var address = Address(flow, Signed(flow)) + "&state=another&scope=openid&prompt=none&redirect_uri=https%3A%2F%2Frequester.example%2Fsecond";

        var back = await flow.Browser.AuthorizeAsync(address, user.UserName!, AuthServerHost.Password);

        back.Address.GetLeftPart(UriPartial.Path).Should().Be(flow.RedirectUri);
        back.Parameters["state"].Should().Be(flow.State);
        (await flow.ExchangeAsync(back.Code!)).Scope.Should().Be(flow.Scope);
    }

    [Fact]
    [Spec("RFC 9101", "4")]
    public async Task Numbers_and_lists_mean_what_a_form_would_have_said()
    {
        var user = await server.Host.CreateUserAsync();
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);
        var request = Signed(flow, ("max_age", 0), ("resource", new JsonArray("api")));

        var back = await flow.Browser.AuthorizeAsync(Address(flow, request), user.UserName!, AuthServerHost.Password);

        (await flow.ExchangeAsync(back.Code!)).Claims.GetProperty("aud").GetString().Should().Be("api");
    }

    public static TheoryData<string, JsonNode?> WrongClaims => new()
    {
        { "iss", null },
        { "iss", "strict-requester" },
        { "aud", null },
        { "aud", "https://elsewhere.example" },
        { "exp", null },
        { "exp", DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds() },
        { "exp", DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeSeconds() },
        { "nbf", DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds() },
        { "client_id", null },
        { "client_id", "strict-requester" },
        { "request", "eyJ.eyJ.x" },
        { "request_uri", "urn:ietf:params:oauth:request_uri:x" },
        { "sub", "requester" },
        { "state", "\u0000" },
        { "resource", new JsonArray("a b") },
        { "jti", new string('x', 513) },
    };

    [Theory]
    [MemberData(nameof(WrongClaims), DisableDiscoveryEnumeration = true)]
    [Spec("RFC 9101", "6.3")]
    [Spec("RFC 9101", "10.8")]
    public async Task A_request_object_with_a_wrong_claim_is_refused_on_a_page(string claim, JsonNode? value)
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);
        await ShouldRefuseAsync(flow, Signed(flow, (claim, value)));
    }

    [Fact]
    [Spec("RFC 9101", "6.2")]
    [Spec("RFC 8725", "3.1")]
    public async Task What_is_not_signed_by_the_client_s_key_is_refused()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);
        var holder = server.Holder(KeyedClients.Requester);
        var claims = holder.RequestClaims(flow.Request());

        await ShouldRefuseAsync(flow, KeyHolder.Input(new JsonObject { ["alg"] = "none" }, claims) + ".");
        await ShouldRefuseAsync(flow, server.Holder(KeyedClients.Requester, KeyedClients.OtherKey).RequestObject(flow.Request()));
        await ShouldRefuseAsync(flow, holder.SignRaw(new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = KeyedClients.Key.KeyId }, claims));
        await ShouldRefuseAsync(flow, "nonsense");
    }

    [Fact]
    [Spec("RFC 9101", "10.8")]
    public async Task An_assertion_is_no_request_and_a_request_no_assertion()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);
        await ShouldRefuseAsync(flow, server.Holder(KeyedClients.Requester).Assertion(("sub", null), ("client_id", "requester")));

        var request = server.Holder(KeyedClients.Signer).RequestObject(flow.Request());
        var answer = await (server.Host.As(KeyedClients.Signer) with { Assert = () => request }).PostAsync(Paths.PushedAuthorization);
        answer.Error.Should().Be("invalid_client");
    }

    [Fact]
    [Spec("RFC 9101", "10.5")]
    public async Task A_client_that_must_sign_must_sign()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.StrictRequester);

        var page = (await flow.OpenAsync()).AsPage();

        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Html.Should().Contain("invalid_request");
        (await flow.Client.PostAsync(Paths.PushedAuthorization, Parameters(flow.Request()))).Error.Should().Be("invalid_request");
    }

    [Fact]
    public async Task A_request_object_with_an_identifier_is_taken_once()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);
        var request = Signed(flow);
        (await flow.Browser.OpenAsync(Address(flow, request))).AsPage().FormWith(BrowserSignIn.PasswordField).Should().NotBeNull();

        await ShouldRefuseAsync(flow, request);

        var unnamed = Signed(flow, ("jti", null));
        (await flow.Browser.OpenAsync(Address(flow, unnamed))).AsPage().Status.Should().Be(HttpStatusCode.OK);
        (await flow.Browser.OpenAsync(Address(flow, unnamed))).AsPage().Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    [Spec("RFC 9101", "5")]
    public async Task A_request_object_by_reference_is_not_fetched_and_does_not_stand_beside_another()
    {
        using var flow = new CodeFlow(server.Host, KeyedClients.Requester);

        (await flow.Browser.OpenAsync(Address(flow, Signed(flow)) + "&request_uri=https%3A%2F%2Frequester.example%2Fjwt")).AsPage().Html.Should().Contain("invalid_request");
        (await flow.OpenAsync(("request_uri", "https://requester.example/jwt"))).AsPage().Html.Should().Contain("request_uri_not_supported");
    }

    private string Signed(CodeFlow flow, params (string Claim, JsonNode? Value)[] changes) =>
        new KeyHolder(flow.Client.Id, KeyedClients.Key, server.Host.Issuer).RequestObject(flow.Request(), changes);

    private static string Address(CodeFlow flow, string request) => QueryHelpers.AddQueryString(
        Paths.Authorization, new Dictionary<string, string?> { ["client_id"] = flow.Client.Id, ["request"] = request });

    private static (string Name, string? Value)[] Parameters(Dictionary<string, string?> request) =>
        [.. request.Where(parameter => parameter.Key != "client_id").Select(parameter => (parameter.Key, parameter.Value))];

    private static async Task ShouldRefuseAsync(CodeFlow flow, string request)
    {
        var page = (await flow.Browser.OpenAsync(Address(flow, request))).AsPage();
        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Html.Should().Contain("invalid_request_object");
    }
}
