using System.Text.Json.Nodes;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>The OpenAPI document says what is there, and where a token is needed.</summary>
public sealed class OpenApiTests(SharedApi shared) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task The_document_describes_every_endpoint_and_its_token()
    {
        var response = await shared.Host.GetAsync(token: null, "/openapi/v1.json");
        response.ShouldBeAccepted();
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        var scheme = document["components"]!["securitySchemes"]!["Bearer"]!;
        scheme["type"]!.GetValue<string>().Should().Be("http");
        scheme["scheme"]!.GetValue<string>().Should().Be("bearer");

        var paths = document["paths"]!.AsObject();
        paths.Select(path => path.Key).Should().BeEquivalentTo("/api/me", "/api/notes", "/api/notes/{id}");
        var operations = paths.SelectMany(path => path.Value!.AsObject()).ToArray();
        operations.Should().HaveCount(6);
        operations.Should().AllSatisfy(operation => operation.Value!["security"]!.ToJsonString().Should().Be("""[{"Bearer":[]}]"""));
    }
}
