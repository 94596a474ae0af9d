using System.Buffers.Text;
using System.Net;
using System.Text;
using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Fapi;

/// <summary>FAPI 2.0 Security Profile §5.3.2.2, requirement by requirement; what a declaration decides is in <see cref="FapiDeclarationTests"/>.</summary>
[Spec("FAPI 2.0 Security Profile", "5.3.2.2")]
public sealed class AuthorizationRequirementTests(KeyedServer server) : IClassFixture<KeyedServer>, IDisposable
{
    private readonly FapiFlow _flow = new(server);

    [Theory]
    [InlineData("token")]
    [InlineData("code id_token")]
    [InlineData(null)]
    public async Task Section_5_3_2_2_1_the_response_type_is_code(string? type)
    {
        var answer = await _flow.PushAsync(("response_type", type));
        (answer.Status, answer.Error).Should().Be((400, type is null ? "invalid_request" : "unsupported_response_type"));
    }

    [Fact]
    public async Task Section_5_3_2_2_2_a_pushed_request_of_a_client_that_signs_is_taken() => (await _flow.PushAsync()).Status.Should().Be(201);

    [Fact]
    public async Task Section_5_3_2_2_3_a_request_that_was_not_pushed_is_refused()
    {
        var page = (await _flow.Code.OpenAsync()).AsPage();
        page.Status.Should().Be(HttpStatusCode.BadRequest);
        page.Html.Should().Contain("push");

        var signed = server.Holder(KeyedClients.Fapi).RequestObject(_flow.Code.Request());
        (await _flow.Code.OpenAsync(("request", signed))).AsPage().Status.Should().Be(HttpStatusCode.BadRequest, "signed is not pushed");
    }

    [Fact]
    public async Task Section_5_3_2_2_4_a_push_without_authentication_is_refused()
    {
        var answer = await server.Host.As(KeyedClients.Fapi).PostAsync(Paths.PushedAuthorization, _flow.Pushed());
        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", null)]
    [InlineData("code_challenge_method", "plain")]
    public async Task Section_5_3_2_2_5_PKCE_with_S256_is_required(string parameter, string? value)
    {
        var answer = await _flow.PushAsync((parameter, value));
        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task Section_5_3_2_2_6_the_redirect_uri_is_required_though_there_is_only_one()
    {
        var answer = await _flow.PushAsync(("redirect_uri", null));
        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    [Spec("RFC 9207", "2")]
    public async Task Section_5_3_2_2_7_the_answer_names_the_issuer()
    {
        var user = await server.Host.CreateUserAsync();
        (await _flow.AuthorizeAsync(user)).Parameters["iss"].Should().Be(server.Host.Issuer);
        (await _flow.AuthorizeAsync(user, ("prompt", "none"), ("id_token_hint", null), ("max_age", "0"))).Parameters.Should().Contain("iss", server.Host.Issuer).And.ContainKey("error");
    }

    [Fact]
    public async Task Section_5_3_2_2_9_a_code_that_was_used_is_refused()
    {
        var back = await _flow.AuthorizeAsync(await server.Host.CreateUserAsync());
        var first = await _flow.ExchangeAsync(back.Code!);
        first.Status.Should().Be(200, first.Body);

        (await _flow.ExchangeAsync(back.Code!)).Error.Should().Be("invalid_grant");
        (await _flow.RefreshAsync(first.RefreshToken)).Error.Should().Be("invalid_grant", "and ends what came of it");
    }

    [Fact]
    public async Task Section_5_3_2_2_11_redirects_are_303()
    {
        var pushed = await _flow.PushAsync(("prompt", "none"));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

        using var response = await http.GetAsync(server.Host.Issuer + FapiFlow.Address(pushed));

        response.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        response.Headers.Location!.GetLeftPart(UriPartial.Path).Should().Be(_flow.Code.RedirectUri);
        response.Headers.Location.Query.Should().Contain("error=login_required");
    }

    [Fact]
    public async Task Section_5_3_2_2_12_a_request_uri_expires_before_ten_minutes() =>
        (await _flow.PushAsync()).Json.GetProperty("expires_in").GetInt32().Should().BeInRange(5, 599);

    [Fact]
    public async Task Section_5_3_2_2_14_a_nonce_of_64_characters_is_carried_through()
    {
        var nonce = new string('n', 64);
        var back = await _flow.AuthorizeAsync(await server.Host.CreateUserAsync(), ("nonce", nonce));

        var idToken = (await _flow.ExchangeAsync(back.Code!)).Json.GetProperty("id_token").GetString()!;

        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(idToken.Split('.')[1])).Should().Contain($"\"nonce\":\"{nonce}\"");
    }

    [Fact]
    public async Task Section_5_3_2_1_7_nobody_is_redirected_to_an_address_that_is_not_registered()
    {
        (await _flow.PushAsync(("redirect_uri", "https://fapi.example/callback/other"))).Error.Should().Be("invalid_request");
        (await _flow.Code.OpenAsync(("redirect_uri", "https://evil.example/"))).AsPage().Status.Should().Be(HttpStatusCode.BadRequest);
    }

    public void Dispose() => _flow.Dispose();
}
