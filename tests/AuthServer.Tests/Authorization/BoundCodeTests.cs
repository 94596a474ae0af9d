using AuthServer.Endpoints;
using AuthServer.Testing;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Dpop;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>Codes that only the holder of a key can use (RFC 9449 §10), however the key was named.</summary>
public sealed class BoundCodeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 9449", "10")]
    public async Task A_code_that_is_bound_to_a_key_needs_a_proof_of_it()
    {
        using var device = new Device(server.Host.Issuer);
        using var flow = new CodeFlow(server.Host, TestClients.CodeApp);

        var back = await flow.AuthorizeAsync(await server.Host.CreateUserAsync(), ("dpop_jkt", device.Thumbprint));

        await ShouldServeAloneAsync(device, flow, back.Code!);
    }

    [Fact]
    [Spec("RFC 9449", "10.1")]
    public async Task A_thumbprint_in_a_pushed_request_binds_the_code()
    {
        using var device = new Device(server.Host.Issuer);
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);

        var pushed = await flow.Client.PostAsync(Paths.PushedAuthorization, Parameters(flow, ("dpop_jkt", device.Thumbprint)));

        await ShouldServeAloneAsync(device, flow, await CodeForAsync(flow, pushed));
    }

    [Fact]
    [Spec("RFC 9449", "10.1")]
    public async Task A_proof_beside_a_pushed_request_binds_the_code()
    {
        using var device = new Device(server.Host.Issuer);
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);

        var pushed = await PushAsync(device, flow);

        await ShouldServeAloneAsync(device, flow, await CodeForAsync(flow, pushed));
    }

    [Fact]
    [Spec("RFC 9449", "10.1")]
    public async Task A_proof_and_a_thumbprint_of_two_keys_are_refused()
    {
        using var device = new Device(server.Host.Issuer);
        using var other = new Device(server.Host.Issuer);
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);

        var refused = await PushAsync(device, flow, ("dpop_jkt", other.Thumbprint));
        var pushed = await PushAsync(device, flow, ("dpop_jkt", device.Thumbprint));

        (refused.Status, refused.Error).Should().Be((400, "invalid_request"));
        pushed.Status.Should().Be(201);
    }

    /// <summary>A bad proof is no reason to take the request as one without any.</summary>
    [Fact]
    [Spec("RFC 9449", "10.1")]
    public async Task A_bad_proof_beside_a_pushed_request_is_refused()
    {
        using var device = new Device(server.Host.Issuer);
        using var flow = new CodeFlow(server.Host, TestClients.PushingApp);
        device.Learn(await PushAsync(device, flow));

        // The proof is for the token endpoint.
        var refused = await (flow.Client with { Proofs = [device.Proof()] }).PostAsync(Paths.PushedAuthorization, Parameters(flow));

        (refused.Status, refused.Error).Should().Be((400, "invalid_dpop_proof"));
    }

    private async Task ShouldServeAloneAsync(Device device, CodeFlow flow, string code)
    {
        using var thief = new Device(server.Host.Issuer);

        (await flow.ExchangeAsync(code)).Error.Should().Be("invalid_grant", "there is no proof");
        (await thief.SendAsync(flow.Client, app => ExchangeAsync(app, flow, code))).Error.Should().Be("invalid_grant", "it is another key's");
        var answer = await device.SendAsync(flow.Client, app => ExchangeAsync(app, flow, code));

        answer.Status.Should().Be(200, answer.Body);
        answer.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        answer.Claims.GetProperty("cnf").GetProperty("jkt").GetString().Should().Be(device.Thumbprint);
    }

    private static Task<Answer> ExchangeAsync(ClientApp app, CodeFlow flow, string code) => app.PostAsync(
        Paths.Token, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", flow.RedirectUri), ("code_verifier", flow.Verifier));

    private async Task<Answer> PushAsync(Device device, CodeFlow flow, params (string Name, string? Value)[] changes)
    {
        var answer = device.Learn(await SendAsync());
        return answer.Error == "use_dpop_nonce" ? device.Learn(await SendAsync()) : answer;

        Task<Answer> SendAsync() => (flow.Client with { Proofs = [device.Proof(("htu", server.Host.Issuer + Paths.PushedAuthorization))] })
            .PostAsync(Paths.PushedAuthorization, Parameters(flow, changes));
    }

    private async Task<string> CodeForAsync(CodeFlow flow, Answer pushed)
    {
        var user = await server.Host.CreateUserAsync();
        var address = QueryHelpers.AddQueryString(Paths.Authorization, new Dictionary<string, string?>
        {
            ["client_id"] = flow.Client.Id,
            ["request_uri"] = pushed.Json.GetProperty("request_uri").GetString(),
        });
        return (await flow.Browser.AuthorizeAsync(address, user.UserName!, AuthServerHost.Password)).Code!;
    }

    private static (string Name, string? Value)[] Parameters(CodeFlow flow, params (string Name, string? Value)[] changes) =>
        [.. flow.Request(changes).Where(parameter => parameter.Key != "client_id").Select(parameter => (parameter.Key, parameter.Value))];
}
