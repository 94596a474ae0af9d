using System.Text.Json.Nodes;
using AuthServer.Endpoints;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Dpop;

/// <summary>Which proofs the token endpoint takes, and what it answers to the others.</summary>
public sealed class ProofRequestTests(ServerFixture server) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private readonly Device _device = new(server.Host.Issuer);
    private ClientApp _app = null!;
    private string _userName = "";

    public async ValueTask InitializeAsync()
    {
        _app = server.Host.As(TestClients.App);
        _userName = (await server.Host.CreateUserAsync()).UserName!;
    }

    [Fact]
    [Spec("RFC 9449", "8")]
    public async Task A_proof_without_a_nonce_is_answered_with_one_that_the_next_proof_needs()
    {
        var wanted = await SignInAsync(_device.Proof());
        (wanted.Status, wanted.Error).Should().Be((400, "use_dpop_nonce"));
        _device.Learn(wanted);

        var granted = await SignInAsync(_device.Proof());
        granted.Status.Should().Be(200);
        granted.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        granted.Claims.GetProperty("cnf").GetProperty("jkt").GetString().Should().Be(_device.Thumbprint);
    }

    [Fact]
    [Spec("RFC 9449", "8")]
    public async Task A_nonce_of_someone_else_s_is_answered_with_ours()
    {
        var answer = await SignInAsync(_device.Proof(("nonce", "eyJ7S_zG.eyJH0-Z.HX4w-7v")));

        (answer.Status, answer.Error).Should().Be((400, "use_dpop_nonce"));
        Device.NonceOf(answer).Should().NotBeNullOrEmpty();
    }

    [Fact]
    [Spec("RFC 9449", "8.2")]
    public async Task Every_answer_to_a_request_with_a_proof_brings_the_next_nonce()
    {
        _device.Learn(await SignInAsync(_device.Proof()));
        Answer[] answers =
        [
            await SignInAsync(_device.Proof()),
            await SignInAsync("no-proof"),
            await (_app with { Proofs = [_device.Proof()] }).SignInAsync(_userName, "wrong"),
            await (_app with { Proofs = [_device.Proof()], Id = "nobody" }).SignInAsync(_userName, AuthServerHost.Password),
            await (_app with { Proofs = [_device.Proof()] }).PostAsync(Paths.Token, ("grant_type", "unheard_of")),
        ];

        answers.Select(answer => answer.Error).Should().Equal(null, "invalid_dpop_proof", "invalid_grant", "invalid_client", "unsupported_grant_type");
        answers.Should().AllSatisfy(answer => Device.NonceOf(answer).Should().NotBeNullOrEmpty());
    }

    [Fact]
    public async Task Without_a_proof_there_is_no_nonce_and_the_token_is_a_bearer_token()
    {
        var answer = await _app.SignInAsync(_userName, AuthServerHost.Password);

        answer.Json.GetProperty("token_type").GetString().Should().Be("Bearer");
        answer.Claims.TryGetProperty("cnf", out _).Should().BeFalse();
        Device.NonceOf(answer).Should().BeNull();
    }

    [Theory]
    [InlineData("htm", "GET")]
    [InlineData("htm", "post")]
    [InlineData("htu", "https://auth.example/connect/token")]
    [InlineData("htu", "")]
    [InlineData("jti", "")]
    [Spec("RFC 9449", "4.3")]
    public Task A_proof_that_is_not_for_this_request_is_invalid(string claim, string value) => IsInvalidAsync(_ => _device.Proof((claim, value)));

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    [Spec("RFC 9449", "4.3")]
    public Task A_proof_of_another_time_is_invalid(int seconds) =>
        IsInvalidAsync(now => _device.Proof(("iat", now.AddSeconds(seconds).ToUnixTimeSeconds())));

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("jwt")]
    [Spec("RFC 9449", "4.3")]
    public Task Another_kind_of_token_is_no_proof(string typ) =>
        IsInvalidAsync(_ => JwtWriter.SignProof(_device.Key, typ, """{"jti":"1"}"""u8));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public Task What_is_no_jwt_is_no_proof(string proof) => IsInvalidAsync(_ => proof);

    [Fact]
    [Spec("RFC 9449", "4.3")]
    public async Task Two_proofs_are_invalid_even_if_both_are_good()
    {
        _device.Learn(await SignInAsync(_device.Proof()));

        var answer = await (_app with { Proofs = [_device.Proof(), _device.Proof()] }).SignInAsync(_userName, AuthServerHost.Password);

        (answer.Status, answer.Error).Should().Be((400, "invalid_dpop_proof"));
    }

    [Fact]
    [Spec("RFC 9449", "11.1")]
    public async Task A_proof_is_taken_once_by_all_nodes_together()
    {
        await using var other = await AuthServerHost.StartAsync(server.Database, new HostSettings { Issuer = server.Host.Issuer });
        var elsewhere = other.As(TestClients.App);
        _device.Learn(await SignInAsync(_device.Proof()));
        var proof = _device.Proof();
        (await SignInAsync(proof)).Status.Should().Be(200);

        foreach (var app in new[] { _app, elsewhere })
        {
            var replayed = await (app with { Proofs = [proof] }).SignInAsync(_userName, AuthServerHost.Password);
            (replayed.Status, replayed.Error).Should().Be((400, "invalid_dpop_proof"));
        }

        // The nonce of one node is good at the other.
        (await (elsewhere with { Proofs = [_device.Proof()] }).SignInAsync(_userName, AuthServerHost.Password)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 9449", "11.1")]
    public async Task A_proof_that_is_sent_many_times_at_once_is_taken_once()
    {
        _device.Learn(await SignInAsync(_device.Proof()));
        var proof = _device.Proof();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SignInAsync(proof))));

        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Where(answer => answer.Status != 200).Should().AllSatisfy(answer => answer.Error.Should().Be("invalid_dpop_proof"));
    }

    [Fact]
    [Spec("RFC 9449", "5.2")]
    public async Task A_client_that_must_prove_a_key_is_refused_without_a_proof()
    {
        var app = server.Host.As(TestClients.ProvingApp);

        var refused = await app.SignInAsync(_userName, AuthServerHost.Password);
        (refused.Status, refused.Error).Should().Be((400, "invalid_dpop_proof"));
        (await _device.SendAsync(app, proving => proving.SignInAsync(_userName, AuthServerHost.Password))).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 9449", "5.1")]
    public async Task Discovery_names_the_algorithms_of_proofs()
    {
        var metadata = JsonNode.Parse(await server.Host.Http.GetStringAsync(Paths.OpenIdConfiguration));

        metadata!["dpop_signing_alg_values_supported"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Equal(DpopProof.Algorithms.Split(' '));
    }

    public ValueTask DisposeAsync()
    {
        _device.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<Answer> SignInAsync(string proof) => (_app with { Proofs = [proof] }).SignInAsync(_userName, AuthServerHost.Password);

    private async Task IsInvalidAsync(Func<DateTimeOffset, string> proof)
    {
        _device.Learn(await SignInAsync(_device.Proof()));

        var answer = await SignInAsync(proof(DateTimeOffset.UtcNow));

        (answer.Status, answer.Error).Should().Be((400, "invalid_dpop_proof"));
    }
}
