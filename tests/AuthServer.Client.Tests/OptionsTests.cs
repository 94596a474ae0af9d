using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, string> Refusals => new()
    {
        { "issuer", "*'AuthServer:Client:Issuer' is required; set it*" },
        { "http", "*'AuthServer:Client:Issuer' must be https*" },
        { "query", "*without query and fragment*" },
        { "client", "*'AuthServer:Client:ClientId' is required*" },
        { "daemon", "*needs 'AuthServer:Client:ClientSecret'*" },
        { "scope", "*'AuthServer:Client:Scope' must be*" },
        { "key", "*'AuthServer:Client:TokenFile'*" },
        { "timeout", "*'AuthServer:Client:RequestTimeout' must lie between*" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Options_that_cannot_work_are_refused_with_the_remedy(string mistake, string message)
    {
        var options = new AuthServerClientOptions { Issuer = "https://auth.test", ClientId = "app" };
        Make(mistake, options);

        var result = new AuthServerClientOptionsValidator().Validate(null, options);

        result.Failures.Should().ContainSingle().Which.Should().Match(message);
    }

    [Theory]
    [InlineData("https://auth.test")]
    [InlineData("https://auth.test/tenant/")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:5000")]
    public void An_issuer_is_https_or_on_this_machine(string issuer) =>
        new AuthServerClientOptionsValidator().Validate(null, new AuthServerClientOptions { Issuer = issuer, ClientId = "app" }).Succeeded.Should().BeTrue();

    private static void Make(string mistake, AuthServerClientOptions options)
    {
        switch (mistake)
        {
            case "issuer":
                options.Issuer = "";
                break;
            case "http":
                options.Issuer = "http://auth.test";
                break;
            case "query":
                options.Issuer = "https://auth.test?a=b";
                break;
            case "client":
                options.ClientId = "";
                break;
            case "daemon":
                options.UseClientCredentials = true;
                break;
            case "scope":
                options.Scope = "a  b";
                break;
            case "key":
                options.TokenKeyFile = "key";
                break;
            case "timeout":
                options.RequestTimeout = TimeSpan.Zero;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mistake));
        }
    }
}
