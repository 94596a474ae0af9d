using System.Text.Json;
using AuthServer.Configuration;
using AuthServer.Protocol.Jose;
using AuthServer.Testing;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Authorization;

/// <summary>ID tokens that a refresh brings, for clients that want them.</summary>
public sealed class RenewedIdTokenTests(PostgreSqlFixture postgreSql)
{
    private static readonly ClientDeclaration Renewing = new()
    {
        Id = "renewing-app",
        IdTokenOnRefresh = true,
        RedirectUris = { "https://renewing.example/callback" },
        GrantTypes = { "authorization_code", "refresh_token" },
        Scopes = { "openid", "offline_access", "api" },
    };

    [Fact]
    [Spec("OIDC Core", "12.2")]
    public async Task A_renewed_ID_token_is_of_the_same_authentication_and_of_a_later_time()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database, new HostSettings { Clients = [.. TestClients.All, Renewing] });
        using var flow = new CodeFlow(host, Renewing);
        var first = await flow.SignInAsync(await host.CreateUserAsync());
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        var second = await flow.Client.RefreshAsync(first.RefreshToken);

        var (before, after) = (IdToken(first), IdToken(second));
        foreach (var claim in new[] { "iss", "sub", "aud", "auth_time", "sid" })
        {
            after.GetProperty(claim).GetRawText().Should().Be(before.GetProperty(claim).GetRawText(), claim);
        }

        after.GetProperty("iat").GetInt64().Should().BeGreaterThan(before.GetProperty("iat").GetInt64());
        after.GetProperty("at_hash").GetString().Should().NotBe(before.GetProperty("at_hash").GetString());
        after.TryGetProperty("nonce", out _).Should().BeFalse("it is of the first token alone");
    }

    private static JsonElement IdToken(Answer answer) =>
        Base64UrlText.TryDecode(answer.Json.GetProperty("id_token").GetString()!.Split('.')[1], out var claims)
            ? JsonElement.Parse(claims)
            : throw new InvalidOperationException(answer.Body);
}
