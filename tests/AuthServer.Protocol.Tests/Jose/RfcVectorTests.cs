using System.Text;
using AuthServer.Protocol.Jose;
using FluentAssertions;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose;

public sealed class RfcVectorTests
{
    private const string Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string RsaModulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRP"
        + "EwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qC"
        + "o5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

    private const string RsaSignature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB"
        + "YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6Bf"
        + "I7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string ThumbprintModulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
        + "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08q"
        + "NLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    [Fact]
    public void The_RS256_example_of_RFC_7515_A_2_is_verified()
    {
        var key = new JsonWebKey { Kty = "RSA", N = RsaModulus, E = "AQAB" };

        ShouldBeJoe($"eyJhbGciOiJSUzI1NiJ9.{Payload}.{RsaSignature}", key);
    }

    [Fact]
    public void The_ES256_example_of_RFC_7515_A_3_is_verified()
    {
        var key = new JsonWebKey
        {
            Kty = "EC",
            Crv = "P-256",
            X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        };

        ShouldBeJoe(
            $"eyJhbGciOiJFUzI1NiJ9.{Payload}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            key);
    }

    [Fact]
    public void The_thumbprint_of_RFC_7638_3_1_is_computed()
    {
        var json = $$"""{"kty":"RSA","n":"{{ThumbprintModulus}}","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""";

        JsonWebKey.TryParse(Encoding.UTF8.GetBytes(json), out var key).Should().BeTrue();
        key!.Thumbprint().Should().Be("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    [Fact]
    public void The_public_keys_of_RFC_7517_A_1_are_read()
    {
        var json = $$"""
            {"keys":
              [
                {"kty":"EC",
                 "crv":"P-256",
                 "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                 "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
                 "use":"enc",
                 "kid":"1"},

                {"kty":"RSA",
                 "n": "{{ThumbprintModulus}}",
                 "e":"AQAB",
                 "alg":"RS256",
                 "kid":"2011-04-29"}
              ]
            }
            """;

        JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(json), out var set).Should().BeTrue();
        set!.Keys.Should().Equal(
            new JsonWebKey
            {
                Kty = "EC",
                Crv = "P-256",
                X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
                Use = "enc",
                Kid = "1",
            },
            new JsonWebKey { Kty = "RSA", N = ThumbprintModulus, E = "AQAB", Alg = "RS256", Kid = "2011-04-29" });
        VerificationKey.TryCreate(set.Keys[0], out _).Should().BeFalse("it is for encryption");
        VerificationKey.TryCreate(set.Keys[1], out var rsa).Should().BeTrue();
        rsa!.Algorithm.Should().Be(JwsAlgorithm.RS256);
    }

    [Fact]
    public void The_private_key_of_RFC_7517_A_2_is_refused()
    {
        var json = """
            {"kty":"EC",
             "crv":"P-256",
             "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
             "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
             "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",
             "use":"enc",
             "kid":"1"}
            """u8;

        JsonWebKey.TryParse(json, out _).Should().BeFalse();
    }

    // The examples carry no "typ", so none is expected.
    private static void ShouldBeJoe(string token, JsonWebKey publicKey)
    {
        using var keys = new VerificationKeySet(new JsonWebKeySet([publicKey]));

        var claims = JwtReader.Read(token, [null], keys).Should().BeOfType<JwtResult.Verified>().Subject.Claims;

        claims.Issuer.Should().Be("joe");
        claims.ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1300819380));
        claims.Get("http://example.com/is_root")!.Value.GetBoolean().Should().BeTrue();
    }
}
