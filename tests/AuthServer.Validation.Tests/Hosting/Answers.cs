using System.Net;
using FluentAssertions;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>What a refusal looks like on the wire, to the letter.</summary>
public static class Answers
{
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

    public static string Challenge(this HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values.Single() : "";
}
