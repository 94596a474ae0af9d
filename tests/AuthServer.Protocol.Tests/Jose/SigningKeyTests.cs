using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class SigningKeyTests
{
    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void A_new_key_is_named_by_its_thumbprint_and_says_what_it_is_for(string algorithm)
    {
        var key = TestKeys.Of(algorithm);

        key.KeyId.Should().Be(key.PublicKey.Thumbprint());
        key.PublicKey.Kid.Should().Be(key.KeyId);
        key.PublicKey.Alg.Should().Be(algorithm);
        key.PublicKey.Use.Should().Be("sig");
        key.Algorithm.Name.Should().Be(algorithm);
    }

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void An_exported_key_imports_as_the_same_key(string algorithm)
    {
        var key = TestKeys.Of(algorithm);

        using var imported = SigningKey.ImportPkcs8(key.Algorithm, key.ExportPkcs8());

        imported.PublicKey.Should().Be(key.PublicKey);
        using var keys = TestKeys.Verifying(key);
        JwtReader.Read(JwtWriter.Sign(imported, "JWT", "{}"u8), "JWT", keys).Should().BeOfType<JwtResult.Verified>();
    }

    [Fact]
    public void A_key_may_be_known_under_another_id()
    {
        using var key = SigningKey.ImportPkcs8(JwsAlgorithm.ES256, TestKeys.Of("ES256").ExportPkcs8(), "my key");

        key.KeyId.Should().Be("my key");
        key.PublicKey.Kid.Should().Be("my key");
        JwtReader.TryPeekHeader(JwtWriter.Sign(key, "JWT", "{}"u8), out var header).Should().BeTrue();
        header!.KeyId.Should().Be("my key");
    }

    [Theory]
    [InlineData("ES256", "ES384")]
    [InlineData("ES384", "ES256")]
    [InlineData("ES256", "RS256")]
    [InlineData("RS256", "ES256")]
    public void A_key_of_another_type_or_curve_is_not_imported(string algorithm, string keyAlgorithm)
    {
        var import = () => SigningKey.ImportPkcs8(JwsAlgorithm.Find(algorithm)!, TestKeys.Of(keyAlgorithm).ExportPkcs8());

        import.Should().Throw<CryptographicException>();
    }

    [Fact]
    public void A_key_with_something_behind_it_is_not_imported()
    {
        var import = () => SigningKey.ImportPkcs8(JwsAlgorithm.ES256, [.. TestKeys.Of("ES256").ExportPkcs8(), 0]);

        import.Should().Throw<CryptographicException>();
    }

    [Fact]
    [Spec("RFC 8725", "3.5")]
    public void An_RSA_key_under_2048_bits_is_neither_made_nor_imported()
    {
        using var small = RSA.Create(1024);

        var generate = () => SigningKey.Generate(JwsAlgorithm.RS256, 1024);
        var import = () => SigningKey.ImportPkcs8(JwsAlgorithm.RS256, small.ExportPkcs8PrivateKey());

        generate.Should().Throw<ArgumentOutOfRangeException>();
        import.Should().Throw<CryptographicException>();
    }

    [Fact]
    public void An_RSA_key_may_be_larger()
    {
        using var key = SigningKey.Generate(JwsAlgorithm.PS256, 3072);
        using var keys = TestKeys.Verifying(key);

        var token = JwtWriter.Sign(key, "JWT", "{}"u8);

        token.Split('.')[2].Should().HaveLength(512);
        JwtReader.Read(token, "JWT", keys).Should().BeOfType<JwtResult.Verified>();
    }

    [Theory]
    [MemberData(nameof(TestKeys.Algorithms), MemberType = typeof(TestKeys))]
    public void One_key_signs_and_one_verifies_on_many_threads_at_once(string algorithm)
    {
        // A fresh pair, so that the first use is contended as well.
        using var key = SigningKey.ImportPkcs8(JwsAlgorithm.Find(algorithm)!, TestKeys.Of(algorithm).ExportPkcs8());
        using var keys = TestKeys.Verifying(key);
        var verified = new ConcurrentBag<string>();
        using var start = new Barrier(8);

        var threads = Enumerable.Range(0, 8).Select(n => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < 50; i++)
            {
                var payload = Encoding.ASCII.GetBytes($$"""{"sub":"{{n}}-{{i}}"}""");
                if (JwtReader.Read(JwtWriter.Sign(key, "JWT", payload), "JWT", keys) is JwtResult.Verified { Claims.Subject: { } subject })
                {
                    verified.Add(subject);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        verified.Should().HaveCount(400).And.OnlyHaveUniqueItems();
    }
}
