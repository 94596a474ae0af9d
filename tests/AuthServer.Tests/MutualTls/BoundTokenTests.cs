using System.Security.Cryptography.X509Certificates;
using AuthServer.Core.Proofs;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.MutualTls;

/// <summary>Access tokens that are worth something on connections with one certificate alone.</summary>
[Spec("RFC 8705", "3")]
public sealed class BoundTokenTests(TlsServer server) : IClassFixture<TlsServer>, IAsyncLifetime
{
    private readonly X509Certificate2 _own = Certificates.Client(TlsServer.Subject, server.Authority);
    private readonly X509Certificate2 _other = Certificates.SelfSigned("CN=thief");
    private AuthUser _user = null!;

    public async ValueTask InitializeAsync() => _user = await server.Host.CreateUserAsync();

    [Fact]
    [Spec("RFC 8705", "3.1")]
    [Spec("RFC 8705", "3.2")]
    public async Task The_token_names_the_certificate_and_so_does_introspection()
    {
        var answer = await server.As(server.Certified, _own).SignInAsync(_user);

        answer.Json.GetProperty("token_type").GetString().Should().Be("Bearer");
        Bound(answer).Should().Be(KeyBinding.ThumbprintOf(_own));
        var told = await server.As(TestClients.Api, certificate: null).IntrospectAsync(answer.AccessToken);
        told.Json.GetProperty("cnf").GetProperty("x5t#S256").GetString().Should().Be(KeyBinding.ThumbprintOf(_own));
    }

    [Fact]
    [Spec("RFC 8705", "4")]
    public async Task A_public_client_s_token_is_bound_to_whatever_certificate_it_has()
    {
        Bound(await server.As(server.BoundApp, _other).SignInAsync(_user)).Should().Be(KeyBinding.ThumbprintOf(_other));

        var refused = await server.As(server.BoundApp, certificate: null).SignInAsync(_user);
        (refused.Status, refused.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task A_refresh_binds_to_the_certificate_of_that_day()
    {
        using var renewed = Certificates.Client(TlsServer.Subject, server.Authority);
        var first = await server.As(server.Certified, _own).SignInAsync(_user);

        Bound(await server.As(server.Certified, renewed).RefreshAsync(first.RefreshToken)).Should().Be(KeyBinding.ThumbprintOf(renewed));
    }

    [Fact]
    public async Task Without_the_declaration_nothing_is_bound()
    {
        using var pinned = server.PinnedCertificate();
        (await server.As(server.Pinned, pinned).SignInAsync(_user)).Claims.TryGetProperty("cnf", out _).Should().BeFalse();
    }

    [Fact]
    public async Task An_API_takes_the_token_on_connections_with_its_certificate_alone()
    {
        await using var api = await TlsApi.StartAsync(server);
        var token = (await server.As(server.Certified, _own).SignInAsync(_user)).AccessToken;

        (await api.StatusAsync(token, _own)).Should().Be((200, null));
        (await api.StatusAsync(token, _other)).Should().Be((401, "invalid_token"));
        (await api.StatusAsync(token, certificate: null)).Should().Be((401, "invalid_token"));
    }

    public ValueTask DisposeAsync()
    {
        _own.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string? Bound(Answer answer) => answer.Claims.GetProperty("cnf").GetProperty("x5t#S256").GetString();
}
