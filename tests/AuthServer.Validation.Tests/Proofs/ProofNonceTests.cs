using AuthServer.Protocol.Dpop;
using AuthServer.Testing;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests.Proofs;

/// <summary>RFC 9449 §9: nonces of the API's own, where it asks for them.</summary>
[Spec("RFC 9449", "9")]
public sealed class ProofNonceTests : IAsyncLifetime
{
    private const string NonceWanted = "The DPoP proof needs the nonce that this answer carries.";

    private ApiHost api = null!;
    private Device device = null!;

    public async ValueTask InitializeAsync()
    {
        api = await ApiHost.StartAsync(services: null, ("RequireProofNonce", "true"));
        device = new Device(api);
    }

    [Fact]
    public async Task The_refusal_brings_the_nonce_that_the_next_proof_needs()
    {
        var refused = await device.SendAsync(device.Proof().Sign());
        refused.ShouldBeRefusedAsDpop("use_dpop_nonce", NonceWanted);

        var accepted = await device.SendAsync(device.Proof().With("nonce", NonceOf(refused)).Sign());
        accepted.ShouldBeAccepted();
        NonceOf(accepted).Should().NotBeNullOrEmpty("the next request needs no second attempt");
    }

    [Fact]
    public async Task A_nonce_serves_several_proofs_until_it_expires()
    {
        var nonce = await NonceAsync();
        (await device.SendAsync(device.Proof().With("nonce", nonce).Sign())).ShouldBeAccepted();

        api.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await device.SendAsync(device.Proof().With("nonce", nonce).Sign())).ShouldBeAccepted();
        api.Time.Advance(TimeSpan.FromSeconds(1));
        var refused = await device.SendAsync(device.Proof().With("nonce", nonce).Sign());

        refused.ShouldBeRefusedAsDpop("use_dpop_nonce", NonceWanted);
        NonceOf(refused).Should().NotBe(nonce);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not a nonce")]
    public async Task What_this_api_did_not_issue_is_no_nonce(string nonce) =>
        (await device.SendAsync(device.Proof().With("nonce", nonce).Sign())).ShouldBeRefusedAsDpop("use_dpop_nonce", NonceWanted);

    [Fact]
    public async Task A_changed_nonce_is_no_nonce()
    {
        var nonce = await NonceAsync();
        var changed = nonce[..40] + (nonce[40] == 'A' ? 'B' : 'A') + nonce[41..];

        (await device.SendAsync(device.Proof().With("nonce", changed).Sign())).ShouldBeRefusedAsDpop("use_dpop_nonce", NonceWanted);
    }

    [Fact]
    public async Task Bearer_tokens_need_no_nonce_and_get_none()
    {
        var response = await api.GetAsync(api.Token().Sign());

        response.ShouldBeAccepted();
        NonceOf(response).Should().BeNull();
    }

    public async ValueTask DisposeAsync()
    {
        device.Dispose();
        await api.DisposeAsync();
    }

    private async Task<string> NonceAsync() => NonceOf(await device.SendAsync(device.Proof().Sign()))!;

    private static string? NonceOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(DpopNames.NonceHeader, out var values) ? values.Single() : null;
}
