using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Dump;

/// <summary>Invariant 7: nothing in a dump of the database is a token.</summary>
[Spec("RFC 9700", "4.14.2")]
public sealed class DumpTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    [Spec("RFC 6749", "10.4")]
    public async Task Nothing_in_the_database_is_accepted_as_a_token_anywhere()
    {
        var (app, web) = await LivelyHistory.PlayAsync(server.Host);
        var spellings = await DatabaseDump.SpellingsAsync(server.Database);
        spellings.Should().HaveCountGreaterThan(500).And.NotContain([app.RefreshToken, app.AccessToken, web.RefreshToken, web.AccessToken]);
        await using var api = new ApiHost(server.Host);
        using var apiClient = api.CreateClient();
        (await api.StatusAsync(apiClient, app.AccessToken)).Should().Be(200, "a real token is accepted there");
        var before = await EndedAsync();

        await Parallel.ForEachAsync(spellings, async (value, _) =>
        {
            (await server.Host.As(TestClients.App).RefreshAsync(value)).Error.Should().Be("invalid_grant", value);
            (await server.Host.As(TestClients.Web).RefreshAsync(value)).Error.Should().Be("invalid_grant", value);
            (await server.Host.As(TestClients.Web).IntrospectAsync(value)).Body.Should().Be("""{"active":false}""", value);
            (await server.Host.As(TestClients.App).RevokeAsync(value)).Body.Should().Be("{}", value);
            (await server.Host.As(TestClients.Web).RevokeAsync(value)).Body.Should().Be("{}", value);
            (await api.StatusAsync(apiClient, value)).Should().BeOneOf([400, 401], value);
        });

        (await EndedAsync()).Should().Be(before, "revocation took none of it for a token");
        (await server.Host.As(TestClients.App).RefreshAsync(app.RefreshToken)).Status.Should().Be(200);
        (await server.Host.As(TestClients.Web).RefreshAsync(web.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task No_stored_value_signs_a_client_in()
    {
        await LivelyHistory.PlayAsync(server.Host);
        var hashes = await server.Database.ReadAsync("SELECT hash FROM client_secrets", row => row.GetString(0));
        hashes.Should().NotBeEmpty();
        foreach (var secret in hashes.Concat(hashes.Select(hash => hash[(hash.IndexOf(':', StringComparison.Ordinal) + 1)..])))
        {
            foreach (var client in new[] { TestClients.Web, TestClients.Api, TestClients.OtherWeb })
            {
                (await (server.Host.As(client) with { Secret = secret }).RefreshAsync("x")).Error.Should().Be("invalid_client");
            }
        }

        var users = await server.Database.ReadAsync("SELECT user_name, password_hash FROM users", row => (Name: row.GetString(0), Hash: row.GetString(1)));
        foreach (var (name, hash) in users)
        {
            (await server.Host.As(TestClients.App).SignInAsync(name, hash)).Error.Should().Be("invalid_grant");
        }
    }

    private async Task<long> EndedAsync() =>
        (await server.Database.ReadAsync("SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL", row => row.GetInt64(0))).Single();
}
