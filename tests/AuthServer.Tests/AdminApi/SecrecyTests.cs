using AuthServer.AdminApi;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What the API never answers, whatever is asked: asked of every route that answers a GET.</summary>
public sealed class SecrecyTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task No_answer_shows_a_token_a_hash_or_a_salt()
    {
        var user = await server.Host.CreateUserAsync("admin");
        var web = server.Host.As(TestClients.Web);
        var first = await web.SignInAsync(user);
        var second = await web.RefreshAsync(first.RefreshToken);
        var incident = await server.Admin.PostAsync("/incidents", """{"filter":{"ip":"203.0.113.77"},"note":"nothing meets it"}""");
        var stored = await server.Database.StoredSecretsAsync();
        stored.Should().HaveCountGreaterThan(20);
        string[] secrets = [.. stored, first.RefreshToken, second.RefreshToken, first.AccessToken, second.AccessToken, first.IdToken, TestClients.Web.Secret!];
        var ids = new Dictionary<string, string>
        {
            ["sessions"] = first.SessionId.ToString(),
            ["users"] = user.Id.ToString(),
            ["clients"] = TestClients.Web.Id,
            ["scopes"] = "api",
            ["incidents"] = incident.Json.GetProperty("id").GetString()!,
        };

        foreach (var pattern in AdminRoutes.All(server.Host).Where(route => route.Method == HttpMethod.Get).Select(route => route.Pattern[AdminApiPaths.Root.Length..]))
        {
            var parts = pattern.Split('/');
            var answer = await server.Admin.GetAsync(string.Join('/', parts.Select(part => part.StartsWith('{') ? ids[parts[1]] : part)));

            answer.Status.Should().Be(200, pattern);
            secrets.Where(secret => answer.Body.Contains(secret, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty(pattern);
        }
    }
}
