using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AuthServer.Configuration;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.MutualTls;

/// <summary>Clients that show who they are by the certificate of their TLS connection.</summary>
[Spec("RFC 8705", "2")]
public sealed class CertificateAuthenticationTests(TlsServer server) : IClassFixture<TlsServer>, IAsyncLifetime
{
    private AuthUser _user = null!;

    public async ValueTask InitializeAsync() => _user = await server.Host.CreateUserAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(TlsServer.Subject)]
    [InlineData("CN=BACKEND, OU=Payments, O=Example  Ltd, C=DE")]
    [Spec("RFC 8705", "2.1")]
    public async Task A_certificate_of_a_trusted_authority_for_the_client_s_subject_is_taken(string subject)
    {
        using var certificate = Certificates.Client(subject, server.Authority);
        (await SignInAsync(server.Certified, certificate)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("CN=backend")]
    [InlineData("CN=backend, OU=Payments, O=Example Ltd")]
    [InlineData("CN=backend, O=Example Ltd, OU=Payments, C=DE")]
    [InlineData("CN=backend, OU=Payments, O=Example Ltd, C=DE, CN=other")]
    [InlineData("CN=\"backend, OU=Payments, O=Example Ltd, C=DE\"")]
    [Spec("RFC 8705", "2.1")]
    public async Task A_certificate_for_another_subject_is_refused(string subject)
    {
        using var certificate = Certificates.Client(subject, server.Authority);
        ShouldRefuse(await SignInAsync(server.Certified, certificate));
    }

    [Fact]
    [Spec("RFC 8705", "2.1")]
    public async Task A_certificate_that_nobody_trusted_has_signed_is_refused()
    {
        using var impostor = Certificates.Authority(server.Authority.Subject);
        using var forged = Certificates.Client(TlsServer.Subject, impostor);
        using var selfSigned = Certificates.SelfSigned(TlsServer.Subject);
        using var expired = Certificates.Client(TlsServer.Subject, server.Authority, isExpired: true);
        using var forServers = Certificates.Client(TlsServer.Subject, server.Authority, isForServers: true);

        foreach (var certificate in new[] { forged, selfSigned, expired, forServers })
        {
            ShouldRefuse(await SignInAsync(server.Certified, certificate));
        }
    }

    [Fact]
    [Spec("RFC 8705", "2.2")]
    public async Task A_certificate_with_the_declared_key_is_taken_whatever_it_says()
    {
        using var certificate = server.PinnedCertificate();
        using var renewed = server.PinnedCertificate("CN=somebody else");

        (await SignInAsync(server.Pinned, certificate)).Status.Should().Be(200);
        (await SignInAsync(server.Pinned, renewed)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 8705", "2.2")]
    public async Task A_certificate_with_another_key_or_out_of_date_is_refused()
    {
        using var other = Certificates.SelfSigned("CN=whoever");
        using var certified = Certificates.Client(TlsServer.Subject, server.Authority);
        using var expired = server.PinnedCertificate(isExpired: true);

        foreach (var certificate in new[] { other, certified, expired })
        {
            ShouldRefuse(await SignInAsync(server.Pinned, certificate));
        }
    }

    [Fact]
    public async Task Without_its_certificate_the_client_is_nobody()
    {
        ShouldRefuse(await SignInAsync(server.Certified, certificate: null));
        ShouldRefuse(await SignInAsync(server.Pinned, certificate: null));
        ShouldRefuse(await (server.As(server.Pinned, certificate: null) with { Secret = "secret" }).SignInAsync(_user));
    }

    [Fact]
    public async Task A_certificate_is_no_secret_and_no_hindrance()
    {
        using var certificate = server.PinnedCertificate();

        ShouldRefuse(await (server.As(TestClients.Web, certificate) with { Secret = null }).SignInAsync(_user));
        (await SignInAsync(TestClients.Web, certificate)).Status.Should().Be(200);
        (await SignInAsync(TestClients.App, certificate)).Status.Should().Be(200);
    }

    [Fact]
    [Spec("RFC 8705", "3.3")]
    public async Task The_metadata_says_so()
    {
        var metadata = JsonElement.Parse(await server.Host.Http.GetStringAsync(Paths.OpenIdConfiguration));

        metadata.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean().Should().BeTrue();
        metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(method => method.GetString())
            .Should().Contain(["tls_client_auth", "self_signed_tls_client_auth"]);
    }

    private Task<Answer> SignInAsync(ClientDeclaration client, X509Certificate2? certificate) => server.As(client, certificate).SignInAsync(_user);

    private static void ShouldRefuse(Answer answer) => (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
}
