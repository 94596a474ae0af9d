using AuthServer.Core.Audit;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Dpop;

/// <summary>What a proof binds, and for how long (RFC 9449 §5; case 4 of the table of presented tokens).</summary>
[Spec("RFC 9449", "5")]
public sealed class BoundSessionTests(ServerFixture server) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private readonly Device _device = new(server.Host.Issuer);
    private readonly Device _thief = new(server.Host.Issuer);
    private AuthUser _user = null!;

    private ClientApp App => server.Host.As(TestClients.App);

    public async ValueTask InitializeAsync() => _user = await server.Host.CreateUserAsync();

    [Fact]
    public async Task A_public_client_s_refresh_token_is_bound_to_the_key_of_the_sign_in()
    {
        var first = await SignInAsync(App);
        (await server.Database.SessionAsync<string>(first.SessionId, "proof_key_thumbprint")).Should().Be(_device.Thumbprint);

        var next = await RefreshAsync(_device, first.RefreshToken);

        next.Status.Should().Be(200);
        next.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        KeyOf(next).Should().Be(_device.Thumbprint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Another_key_leaves_the_row_byte_identical_whatever_generation_it_comes_with(int age)
    {
        var (old, last) = await ChainAsync(age);
        var row = await server.Database.RowAsync(last.SessionId);

        var refused = await RefreshAsync(_thief, old.RefreshToken);

        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_dpop_proof", null));
        (await server.Database.RowAsync(last.SessionId)).Should().Be(row);
        (await AuditAsync(last.SessionId)).Should().Equal(AuditEventTypes.SessionCreated, AuditEventTypes.ProofRefused);
        (await RefreshAsync(_device, last.RefreshToken)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_proof_leaves_the_row_byte_identical_whatever_generation_it_comes_with(int age)
    {
        var (old, last) = await ChainAsync(age);
        var row = await server.Database.RowAsync(last.SessionId);

        var refused = await App.RefreshAsync(old.RefreshToken);

        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_dpop_proof", null));
        (await server.Database.RowAsync(last.SessionId)).Should().Be(row);
        (await AuditAsync(last.SessionId)).Should().Equal(AuditEventTypes.SessionCreated, AuditEventTypes.ProofRefused);
        (await RefreshAsync(_device, last.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_proof_that_is_not_taken_leaves_the_row_byte_identical()
    {
        var first = await SignInAsync(App);
        var row = await server.Database.RowAsync(first.SessionId);
        var used = _device.Proof();
        await (App with { Proofs = [used] }).RefreshAsync("ar_unknown");

        foreach (var (proof, error) in new[]
        {
            (used, "invalid_dpop_proof"),
            (_device.Proof(("htm", "GET")), "invalid_dpop_proof"),
            (_device.Proof(("iat", 1)), "invalid_dpop_proof"),
            (_device.Proof(("nonce", "stale")), "use_dpop_nonce"),
        })
        {
            (await (App with { Proofs = [proof] }).RefreshAsync(first.RefreshToken)).Error.Should().Be(error);
        }

        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
    }

    [Fact]
    public async Task A_retry_with_the_key_gets_the_same_successor_and_one_without_it_nothing()
    {
        var first = await SignInAsync(App);
        var next = await RefreshAsync(_device, first.RefreshToken);

        (await RefreshAsync(_device, first.RefreshToken)).RefreshToken.Should().Be(next.RefreshToken);

        var row = await server.Database.RowAsync(first.SessionId);
        (await RefreshAsync(_thief, first.RefreshToken)).Error.Should().Be("invalid_dpop_proof");
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
    }

    [Fact]
    public async Task A_stolen_token_that_its_own_key_presents_too_late_ends_the_session_still()
    {
        var (old, last) = await ChainAsync(2);

        (await RefreshAsync(_device, old.RefreshToken)).Error.Should().Be("invalid_grant");
        (await RefreshAsync(_device, last.RefreshToken)).Error.Should().Be("invalid_grant");
    }

    [Fact]
    public async Task A_proof_on_an_unbound_session_binds_that_access_token_alone()
    {
        var first = await App.SignInAsync(_user);
        var bound = await RefreshAsync(_device, first.RefreshToken);
        bound.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        KeyOf(bound).Should().Be(_device.Thumbprint);

        var next = await App.RefreshAsync(bound.RefreshToken);
        next.Json.GetProperty("token_type").GetString().Should().Be("Bearer");
        KeyOf(next).Should().BeNull();
        KeyOf(await RefreshAsync(_thief, next.RefreshToken)).Should().Be(_thief.Thumbprint);
    }

    [Fact]
    public async Task A_confidential_client_s_refresh_token_is_bound_to_the_client_and_not_to_the_key()
    {
        var web = server.Host.As(TestClients.Web);
        var first = await SignInAsync(web);
        KeyOf(first).Should().Be(_device.Thumbprint);

        var next = await _device.SendAsync(web, proving => proving.RefreshAsync(first.RefreshToken));
        KeyOf(next).Should().Be(_device.Thumbprint);
        KeyOf(await web.RefreshAsync(next.RefreshToken)).Should().BeNull();
    }

    [Fact]
    [Spec("RFC 9449", "6.2")]
    public async Task Introspection_names_the_key()
    {
        var first = await SignInAsync(App);

        var answer = await server.Host.As(TestClients.Api).IntrospectAsync(first.AccessToken);

        answer.IsActive.Should().BeTrue();
        answer.Json.GetProperty("token_type").GetString().Should().Be("DPoP");
        answer.Json.GetProperty("cnf").GetProperty("jkt").GetString().Should().Be(_device.Thumbprint);
    }

    public ValueTask DisposeAsync()
    {
        _device.Dispose();
        _thief.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string? KeyOf(Answer answer) => answer.Claims.TryGetProperty("cnf", out var cnf) ? cnf.GetProperty("jkt").GetString() : null;

    private Task<Answer> SignInAsync(ClientApp app) => _device.SendAsync(app, proving => proving.SignInAsync(_user));

    private Task<Answer> RefreshAsync(Device device, string token) => device.SendAsync(App, proving => proving.RefreshAsync(token));

    private async Task<IEnumerable<string>> AuditAsync(Guid session) => (await server.Database.AuditAsync(session)).Select(row => row.Type);

    private async Task<(Answer Old, Answer Last)> ChainAsync(int age)
    {
        var old = await SignInAsync(App);
        var last = old;
        for (var generation = 0; generation < age; generation++)
        {
            last = await RefreshAsync(_device, last.RefreshToken);
        }

        return (old, last);
    }
}
