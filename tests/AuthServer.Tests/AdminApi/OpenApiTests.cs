using System.Text.Json;
using AuthServer.AdminApi;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>The OpenAPI document: that it says what there is, and no more.</summary>
public sealed class OpenApiTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task It_has_every_route_of_the_API_and_no_other()
    {
        var document = await DocumentAsync();

        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(member => member.Name != "parameters").Select(operation => (HttpMethod.Parse(operation.Name), path.Name)));
        described.Should().BeEquivalentTo(AdminRoutes.All(server.Host));
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_needs_a_token_and_may_be_refused()
    {
        foreach (var (name, operation) in Operations(await DocumentAsync()))
        {
            operation.GetProperty("summary").GetString().Should().NotBeNullOrWhiteSpace(name);
            operation.GetProperty("security").GetArrayLength().Should().Be(1, name);
            Statuses(operation).Should().Contain(["400", "401", "403"], name);
            Statuses(operation).Should().Contain(status => status.StartsWith('2'), name);
            var hasKey = operation.TryGetProperty("parameters", out var parameters)
                && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
            hasKey.Should().Be(name.StartsWith("post", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public async Task What_reading_answers_is_what_is_described()
    {
        var document = await DocumentAsync();
        var routes = AdminRoutes.All(server.Host).Where(route => route.Method == HttpMethod.Get);
        foreach (var (_, pattern) in routes)
        {
            var operation = document.GetProperty("paths").GetProperty(pattern).GetProperty("get");
            var answer = await server.Admin.GetAsync(AdminRoutes.Address(pattern)[AdminApiPaths.Root.Length..]);

            answer.Status.Should().Be(pattern.Contains('{') ? 404 : 200, pattern);
            Statuses(operation).Should().Contain(answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), pattern);
            if (answer.Status == 200)
            {
                answer.Members.Should().BeEquivalentTo(Members(document, operation), pattern);
            }
        }
    }

    [Fact]
    public async Task A_member_is_described_by_the_name_that_is_sent()
    {
        var settings = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("ClientDeclaration").GetProperty("properties");

        settings.EnumerateObject().Select(member => member.Name).Should().Contain(["id", "redirect_uris", "grant_types", "access_token_lifetime"])
            .And.NotContain(["secret", "secret_file"]);
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var response = await server.Host.Http.GetAsync(AdminApiPaths.OpenApi);
        var answer = await Answer.OfAsync(response);
        answer.Status.Should().Be(200);
        return answer.Json;
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Where(member => member.Name != "parameters").Select(operation => ($"{operation.Name} {path.Name}", operation.Value)));

    private static string[] Statuses(JsonElement operation) => [.. operation.GetProperty("responses").EnumerateObject().Select(response => response.Name)];

    private static IEnumerable<string> Members(JsonElement document, JsonElement operation)
    {
        var schema = operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var name = schema.GetProperty("$ref").GetString()!.Split('/')[^1];
        return document.GetProperty("components").GetProperty("schemas").GetProperty(name).GetProperty("properties").EnumerateObject().Select(member => member.Name);
    }
}
