using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class JwtClaimsTests
{
    [Fact]
    public void Registered_claims_have_types()
    {
        const string Payload = """
            {"iss":"https://issuer.example","sub":"248289761001","aud":["api","https://api.example"],"exp":1700000600,"nbf":1700000000,
             "iat":1700000000,"auth_time":1699990000,"jti":"a1","client_id":"web","scope":"openid  offline_access","sid":"s1"}
            """;

        var claims = Read(Payload);

        claims.Issuer.Should().Be("https://issuer.example");
        claims.Subject.Should().Be("248289761001");
        claims.Audiences.Should().Equal("api", "https://api.example");
        claims.ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1700000600));
        claims.NotBefore.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1700000000));
        claims.IssuedAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1700000000));
        claims.AuthenticatedAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1699990000));
        claims.JwtId.Should().Be("a1");
        claims.ClientId.Should().Be("web");
        claims.Scopes.Should().Equal("openid", "offline_access");
        claims.SessionId.Should().Be("s1");
        Encoding.UTF8.GetString(claims.Payload.Span).Should().Be(Payload);
    }

    [Fact]
    public void Absent_claims_are_null_or_empty()
    {
        var claims = Read("{}");

        claims.Issuer.Should().BeNull();
        claims.Audiences.Should().BeEmpty();
        claims.Scopes.Should().BeEmpty();
        claims.ExpiresAt.Should().BeNull();
        claims.Get("x").Should().BeNull();
        claims.GetString("x").Should().BeNull();
        claims.GetInt64("x").Should().BeNull();
        claims.GetStrings("x").Should().BeEmpty();
    }

    [Fact]
    public void An_audience_may_be_a_single_string() => Read("""{"aud":"api"}""").Audiences.Should().Equal("api");

    [Theory]
    [InlineData("1700000000.5", 1_700_000_000_500)]
    [InlineData("1.7e9", 1_700_000_000_000)]
    [InlineData("0", 0)]
    [InlineData("253402300799", 253_402_300_799_000)]
    public void A_date_is_a_number_of_seconds_whole_or_not(string date, long milliseconds) =>
        Read($$"""{"exp":{{date}}}""").ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    [Theory]
    [InlineData("exp", "\"1700000000\"")]
    [InlineData("exp", "null")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "253402300800")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "99999999999999999999999999999999999999")]
    [InlineData("exp", "true")]
    [InlineData("nbf", "{}")]
    [InlineData("iat", "[1]")]
    [InlineData("auth_time", "\"now\"")]
    [InlineData("iss", "1")]
    [InlineData("iss", "null")]
    [InlineData("sub", "{}")]
    [InlineData("aud", "1")]
    [InlineData("aud", "[\"a\",1]")]
    [InlineData("aud", "[null]")]
    [InlineData("aud", "[[\"a\"]]")]
    [InlineData("jti", "1")]
    [InlineData("client_id", "[]")]
    [InlineData("scope", "[\"openid\"]")]
    [InlineData("sid", "false")]
    public void A_registered_claim_of_another_type_makes_the_token_malformed(string name, string value)
    {
        using var keys = TestKeys.Verifying(TestKeys.Of("ES256"));

        var result = JwtReader.Read(JwtWriter.Sign(TestKeys.Of("ES256"), "JWT", Encoding.UTF8.GetBytes($$"""{"{{name}}":{{value}}}""")), "JWT", keys);

        result.Should().Be(new JwtResult.Refused(JwtRefusal.Malformed));
    }

    [Fact]
    [Spec("RFC 7519", "4")]
    public void Other_claims_are_found_by_name_and_type()
    {
        var claims = Read("""{"a":{"text":"not this one"},"text":"t","number":-5,"list":["x","y"],"mixed":["x",1],"big":1e30,"https:\/\/x":"slash"}""");

        claims.GetString("text").Should().Be("t");
        claims.GetString("number").Should().BeNull();
        claims.GetString("https://x").Should().Be("slash");
        claims.GetInt64("number").Should().Be(-5);
        claims.GetInt64("big").Should().BeNull();
        claims.GetInt64("text").Should().BeNull();
        claims.GetStrings("text").Should().Equal("t");
        claims.GetStrings("list").Should().Equal("x", "y");
        claims.GetStrings("mixed").Should().BeEmpty();
        claims.GetStrings("a").Should().BeEmpty();
        claims.Get("list")!.Value.GetArrayLength().Should().Be(2);
        claims.Get("a")!.Value.GetProperty("text").GetString().Should().Be("not this one");
        claims.Get("number")!.Value.ValueKind.Should().Be(JsonValueKind.Number);
    }

    private static JwtClaims Read(string payload)
    {
        using var keys = TestKeys.Verifying(TestKeys.Of("ES256"));
        return JwtReader.Read(JwtWriter.Sign(TestKeys.Of("ES256"), "JWT", Encoding.UTF8.GetBytes(payload)), "JWT", keys)
            .Should().BeOfType<JwtResult.Verified>().Subject.Claims;
    }
}
