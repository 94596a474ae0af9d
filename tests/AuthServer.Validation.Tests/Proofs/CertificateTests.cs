using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AuthServer.Testing;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Proofs;

/// <summary>RFC 8705 §3: a token that is bound to a client certificate is good on connections with that certificate alone.</summary>
public sealed class CertificateTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private const string NotShown = "The token is bound to a certificate that the connection does not show.";

    private readonly ApiHost api = shared.Host;
    private readonly X509Certificate2 own = NewCertificate();
    private readonly X509Certificate2 other = NewCertificate();

    [Fact]
    [Spec("RFC 8705", "3")]
    [Spec("RFC 8705", "3.1")]
    public async Task On_a_connection_with_its_certificate_the_token_is_good()
    {
        (await SendAsync(Bound(), own)).ShouldBeAccepted();
        (await SendAsync(Bound(), own)).ShouldBeAccepted();
    }

    [Fact]
    [Spec("RFC 8705", "3")]
    public async Task On_another_connection_it_is_refused_though_it_was_taken_before()
    {
        var token = Bound();
        (await SendAsync(token, own)).ShouldBeAccepted();

        (await SendAsync(token, other)).ShouldBeRefused(NotShown);
        (await SendAsync(token, certificate: null)).ShouldBeRefused(NotShown);
    }

    [Fact]
    public async Task A_certificate_does_not_hurt_a_bearer_token() => (await SendAsync(api.Token().Sign(), own)).ShouldBeAccepted();

    [Fact]
    public async Task A_token_that_is_bound_to_certificate_and_key_needs_both()
    {
        using var device = new Device(api);
        using var thief = new Device(api);
        var token = api.Token().With("cnf", new JsonObject { ["x5t#S256"] = Thumbprint(own), ["jkt"] = device.Key.PublicKey.Thumbprint() }).Sign();

        (await SendAsync(token, own, device.Proof(token).Sign())).ShouldBeAccepted();
        (await SendAsync(token, other, device.Proof(token).Sign())).ShouldBeRefusedAsDpop("invalid_token", NotShown);
        (await SendAsync(token, own, thief.Proof(token).Sign()))
            .ShouldBeRefusedAsDpop("invalid_token", "The token is bound to another key than that of the DPoP proof.");
        (await SendAsync(token, own)).Challenge().Should().Contain("The token is bound to a key and is not a bearer token.");
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_certificate_is_no_dpop_token()
    {
        using var device = new Device(api);
        var token = Bound();

        (await SendAsync(token, own, device.Proof(token).Sign())).ShouldBeRefusedAsDpop("invalid_token", "The token is not bound to a key and is no DPoP token.");
    }

    public void Dispose()
    {
        own.Dispose();
        other.Dispose();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
    }

    private static string Thumbprint(X509Certificate2 certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));

    private string Bound() => api.Token().With("cnf", new JsonObject { ["x5t#S256"] = Thumbprint(own) }).Sign();

    private Task<HttpResponseMessage> SendAsync(string token, X509Certificate2? certificate, string? proof = null) => Device.SendAsync(api, http =>
    {
        http.Connection.ClientCertificate = certificate;
        http.Request.Headers.Authorization = proof is null ? $"Bearer {token}" : $"DPoP {token}";
        http.Request.Headers["DPoP"] = proof;
    });
}
