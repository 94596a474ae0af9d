using System.Buffers.Text;
using AuthServer.Core.Clients;
using AuthServer.Testing;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Xunit;

namespace AuthServer.Core.Tests.Clients;

public sealed class ClientSecretHashTests
{
    private const string Chosen = "a secret that someone chose";

    [Fact]
    [Spec("RFC 6749", "10.10")]
    public void A_new_secret_has_256_random_bits()
    {
        var secret = ClientSecretHash.NewSecret();

        Base64Url.DecodeFromChars(secret).Should().HaveCount(32);
        secret.Should().NotBe(ClientSecretHash.NewSecret());
    }

    [Fact]
    public void A_generated_secret_matches_its_hash_and_no_other()
    {
        var secret = ClientSecretHash.NewSecret();
        var stored = ClientSecretHash.OfGenerated(secret);

        stored.Should().StartWith("sha256:").And.NotContain(secret);
        ClientSecretHash.Matches(stored, secret).Should().BeTrue();
        ClientSecretHash.Matches(stored, secret + "x").Should().BeFalse();
        ClientSecretHash.Matches(stored, "").Should().BeFalse();
    }

    [Fact]
    public void A_chosen_secret_matches_its_hash_and_no_other()
    {
        var stored = ClientSecretHash.OfChosen(Chosen);

        stored.Should().StartWith("pbkdf2:").And.NotBe(ClientSecretHash.OfChosen(Chosen), "each hash has a salt of its own");
        ClientSecretHash.Matches(stored, Chosen).Should().BeTrue();
        ClientSecretHash.Matches(stored, Chosen.ToUpperInvariant()).Should().BeFalse();
    }

    [Fact]
    public void A_hash_that_Identity_made_is_understood()
    {
        var byIdentity = new PasswordHasher<string>().HashPassword("client", Chosen);
        var stored = "pbkdf2:" + Base64Url.EncodeToString(Convert.FromBase64String(byIdentity));

        ClientSecretHash.Matches(stored, Chosen).Should().BeTrue();
        ClientSecretHash.Matches(stored, "another").Should().BeFalse();
    }

    [Fact]
    public void A_hash_made_here_is_understood_by_Identity()
    {
        var layout = Base64Url.DecodeFromChars(ClientSecretHash.OfChosen(Chosen).AsSpan("pbkdf2:".Length));

        new PasswordHasher<string>().VerifyHashedPassword("client", Convert.ToBase64String(layout), Chosen).Should().Be(PasswordVerificationResult.Success);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("pbkdf2:")]
    [InlineData("pbkdf2:AQAAAAI")]
    [InlineData("pbkdf2:not base64!")]
    [InlineData("plain:a secret that someone chose")]
    [InlineData("a secret that someone chose")]
    [InlineData("SHA256:a secret that someone chose")]
    public void A_layout_that_is_not_ours_matches_nothing(string stored) => ClientSecretHash.Matches(stored, Chosen).Should().BeFalse();

    [Theory]
    [InlineData(0, 0x00)]
    [InlineData(4, 0x01)]
    [InlineData(5, 0xFF)]
    public void A_layout_with_another_version_function_or_count_matches_nothing(int position, byte value)
    {
        var layout = Base64Url.DecodeFromChars(ClientSecretHash.OfChosen(Chosen).AsSpan("pbkdf2:".Length));
        layout[position] = value;

        ClientSecretHash.Matches("pbkdf2:" + Base64Url.EncodeToString(layout), Chosen).Should().BeFalse();
    }

    [Fact]
    public void A_layout_without_iterations_matches_nothing()
    {
        var layout = Base64Url.DecodeFromChars(ClientSecretHash.OfChosen(Chosen).AsSpan("pbkdf2:".Length));
        layout.AsSpan(5, 4).Clear();

        ClientSecretHash.Matches("pbkdf2:" + Base64Url.EncodeToString(layout), Chosen).Should().BeFalse();
    }
}
