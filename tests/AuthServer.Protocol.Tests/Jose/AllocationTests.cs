using AuthServer.Protocol.Jose;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

/// <summary>Signing and reading are on the path of every request; these bounds are what one of them may leave to the collector.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 100;

    private static readonly byte[] Payload = """
        {"iss":"https://issuer.example","sub":"4f0c3f5e-3a51-4a33-9d0b-0d4f0e1f8f11","aud":"https://api.example","client_id":"web",
        "scope":"openid profile orders.read orders.write","iat":1700000000,"exp":1700000600,"jti":"pW3sC1yPz0OZkq8K2m7b9w",
        "sid":"b9f1c1c6b4b24d0e8f9d","auth_time":1699990000,"acr":"1","amr":["pwd"],"roles":["customer","editor"],"epoch":7,
        "cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3u"}}
        """u8.ToArray();

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public void Signing_400_octets_allocates_little_more_than_the_token(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        var token = JwtWriter.Sign(key, "at+jwt", Payload);

        var allocated = AllocatedBy(() => JwtWriter.Sign(key, "at+jwt", Payload));

        Payload.Length.Should().BeInRange(390, 430);
        allocated.Should().BeLessThan((2 * token.Length) + 512);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public void Reading_400_octets_allocates_less_than_4_KiB(string algorithm)
    {
        var key = TestKeys.Of(algorithm);
        using var keys = TestKeys.Verifying(key);
        var token = JwtWriter.Sign(key, "at+jwt", Payload);

        AllocatedBy(() => JwtReader.Read(token, "at+jwt", keys)).Should().BeLessThan(4096);
    }

    [Fact]
    public void Refusing_a_token_of_an_unknown_key_allocates_less_than_1_KiB()
    {
        using var keys = TestKeys.Verifying(TestKeys.Of("ES384"));
        var token = JwtWriter.Sign(TestKeys.Of("ES256"), "at+jwt", Payload);

        AllocatedBy(() => JwtReader.Read(token, "at+jwt", keys)).Should().BeLessThan(1024);
    }

    private static long AllocatedBy(Func<object> action)
    {
        for (var i = 0; i < Rounds; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            action();
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes each");
        return each;
    }
}
