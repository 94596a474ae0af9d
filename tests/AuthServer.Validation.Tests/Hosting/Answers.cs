using System.Net;
using FluentAssertions;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>What a refusal looks like on the wire, to the letter.</summary>
public static class Answers
{
    public const string Algorithms = "algs=\"ES256 ES384 RS256 PS256\"";

    /// <summary>How a request without a token may come again.</summary>
    public const string Invitation = "Bearer realm=\"api\", DPoP " + Algorithms;

    public static void ShouldBeRefused(this HttpResponseMessage response, string description)
    {
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Challenge().Should().Be($"Bearer error=\"invalid_token\", error_description=\"{description}\"");
    }

    public static void ShouldBeAccepted(this HttpResponseMessage response)
    {
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.WwwAuthenticate.Should().BeEmpty();
    }

    /// <summary>Every <c>WWW-Authenticate</c> line, joined as RFC 9110 §5.3 allows.</summary>
    public static string Challenge(this HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? string.Join(", ", values) : "";

    public static void ShouldBeRefusedAsDpop(this HttpResponseMessage response, string error, string description)
    {
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Challenge().Should().Be($"DPoP error=\"{error}\", error_description=\"{description}\", {Algorithms}");
    }
}
