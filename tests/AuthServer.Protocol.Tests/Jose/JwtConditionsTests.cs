using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class JwtConditionsTests
{
    private const long Now = 1_700_000_000;

    private static readonly JwtConditions Conditions = new()
    {
        Issuer = "https://issuer.example",
        Audience = "api",
        ClockSkew = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public void Claims_that_meet_every_condition_apply() => Check("").Should().BeNull();

    [Theory]
    [InlineData("\"https://issuer.example/\"")]
    [InlineData("\"https://ISSUER.example\"")]
    [InlineData("\"\"")]
    [Spec("RFC 8725", "3.8")]
    public void The_issuer_is_compared_to_the_letter(string issuer) =>
        Check($$"""{"iss":{{issuer}},"aud":"api","exp":{{Now + 60}}}""", whole: true).Should().Be(JwtConditionRefusal.WrongIssuer);

    [Fact]
    public void Without_an_issuer_claims_do_not_apply() =>
        Check($$"""{"aud":"api","exp":{{Now + 60}}}""", whole: true).Should().Be(JwtConditionRefusal.WrongIssuer);

    [Theory]
    [InlineData("\"API\"")]
    [InlineData("[]")]
    [InlineData("[\"other\",\"api \"]")]
    [Spec("RFC 7519", "4.1.3")]
    [Spec("RFC 8725", "3.9")]
    public void The_audience_must_be_among_the_tokens_audiences(string audience) =>
        Check($$"""{"iss":"https://issuer.example","aud":{{audience}},"exp":{{Now + 60}}}""", whole: true).Should().Be(JwtConditionRefusal.WrongAudience);

    [Fact]
    public void One_of_several_audiences_is_enough() =>
        Check($$"""{"iss":"https://issuer.example","aud":["other","api"],"exp":{{Now + 60}}}""", whole: true).Should().BeNull();

    [Fact]
    public void The_audience_is_left_to_the_caller_who_names_none()
    {
        var claims = Read($$"""{"iss":"https://issuer.example","exp":{{Now + 60}}}""");

        (Conditions with { Audience = null }).Check(claims, DateTimeOffset.FromUnixTimeSeconds(Now)).Should().BeNull();
    }

    [Fact]
    public void A_token_without_an_expiry_does_not_apply() =>
        Check("""{"iss":"https://issuer.example","aud":"api"}""", whole: true).Should().Be(JwtConditionRefusal.NoExpiry);

    [Theory]
    [InlineData(Now - 9, null)]
    [InlineData(Now - 10, JwtConditionRefusal.Expired)]
    [InlineData(0, JwtConditionRefusal.Expired)]
    [InlineData(253_402_300_799, null)]
    [Spec("RFC 7519", "4.1.4")]
    public void A_token_ends_at_its_expiry_and_the_skew(long expiry, JwtConditionRefusal? expected) =>
        Check($$"""{"iss":"https://issuer.example","aud":"api","exp":{{expiry}}}""", whole: true).Should().Be(expected);

    [Theory]
    [InlineData("nbf", Now + 10, null)]
    [InlineData("nbf", Now + 11, JwtConditionRefusal.NotYetValid)]
    [InlineData("iat", Now + 10, null)]
    [InlineData("iat", Now + 11, JwtConditionRefusal.IssuedInFuture)]
    [InlineData("iat", 0, null)]
    [Spec("RFC 7519", "4.1.5")]
    public void A_token_does_not_begin_before_its_time_less_the_skew(string claim, long seconds, JwtConditionRefusal? expected) =>
        Check($",\"{claim}\":{seconds}").Should().Be(expected);

    private static JwtConditionRefusal? Check(string claims, bool whole = false) => Conditions.Check(
        Read(whole ? claims : $$"""{"iss":"https://issuer.example","aud":"api","exp":{{Now + 60}}{{claims}}}"""),
        DateTimeOffset.FromUnixTimeSeconds(Now));

    private static JwtClaims Read(string payload)
    {
        using var keys = TestKeys.Verifying(TestKeys.Of("ES256"));
        return JwtReader.Read(JwtWriter.Sign(TestKeys.Of("ES256"), "JWT", Encoding.UTF8.GetBytes(payload)), "JWT", keys)
            .Should().BeOfType<JwtResult.Verified>().Subject.Claims;
    }
}
