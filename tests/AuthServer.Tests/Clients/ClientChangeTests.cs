using System.Buffers.Binary;
using System.Buffers.Text;
using AuthServer.Core.Clients;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Tests.Clients;

/// <summary>Registrations are remembered, and yet no decision rests on one that has changed.</summary>
public sealed class ClientChangeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_client_that_was_declared_anew_between_two_requests_is_served()
    {
        var app = server.Host.As(TestClients.App);
        var first = await app.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.ExecuteAsync("UPDATE clients SET access_token_lifetime = access_token_lifetime / 3, version = version + 1 WHERE id = 'app'");
        var second = await app.RefreshAsync(first.RefreshToken);
        second.Status.Should().Be(200, second.Body);
        second.Json.GetProperty("expires_in").GetInt32().Should().Be(5 * 60, "what it may has been read anew");

        await server.Database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = 'app'");
        (await app.SignInAsync(await server.Host.CreateUserAsync())).Status.Should().Be(200);
        await server.Database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = 'app'");
        (await app.RefreshAsync(first.RefreshToken)).RefreshToken.Should().Be(second.RefreshToken, "a retry is served too");
    }

    [Fact]
    [Spec("RFC 6749", "2.3.1")]
    public async Task A_secret_that_was_replaced_is_refused_at_the_next_refresh_or_sign_in()
    {
        var web = server.Host.As(TestClients.Web);
        var user = await server.Host.CreateUserAsync();
        var first = await web.SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE client_secrets SET hash = @hash WHERE client_id = 'web'", ("hash", ClientSecretHash.OfGenerated("renewed")));
        await server.Database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = 'web'");
        var row = await server.Database.RowAsync(first.SessionId);

        ShouldRefuseTheClient(await web.RefreshAsync(first.RefreshToken));
        ShouldRefuseTheClient(await web.SignInAsync(user));
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
        (await (web with { Secret = "renewed" }).RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_declared_secret_is_hashed_as_often_as_passwords()
    {
        var stored = await server.Database.ReadAsync("SELECT hash FROM client_secrets WHERE client_id = 'files'", row => row.GetString(0));
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(Base64Url.DecodeFromChars(stored.Single().AsSpan("pbkdf2:".Length)).AsSpan(5));
        iterations.Should().Be((uint)server.Host.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount).And.Be(1, "it is set so for the tests");
    }

    [Fact]
    public async Task Of_several_secrets_each_works_until_it_expires()
    {
        var client = server.Host.As(TestClients.OtherWeb);
        var user = await server.Host.CreateUserAsync();
        const string add = "INSERT INTO client_secrets (id, client_id, hash, expires_at) VALUES (@id, 'other-web', @hash, clock_timestamp() + @after)";
        await server.Database.ExecuteAsync(add, ("id", Guid.CreateVersion7()), ("hash", ClientSecretHash.OfGenerated("second")), ("after", TimeSpan.FromHours(1)));
        await server.Database.ExecuteAsync(add, ("id", Guid.CreateVersion7()), ("hash", ClientSecretHash.OfChosen("expired")), ("after", TimeSpan.FromSeconds(-1)));
        await server.Database.ExecuteAsync("UPDATE clients SET version = version + 1 WHERE id = 'other-web'");
        (await client.SignInAsync(user)).Status.Should().Be(200);
        (await (client with { Secret = "second" }).SignInAsync(user)).Status.Should().Be(200);
        ShouldRefuseTheClient(await (client with { Secret = "expired" }).SignInAsync(user));
    }

    [Fact]
    public async Task A_disabled_client_is_refused_and_its_sessions_with_it()
    {
        var app = server.Host.As(TestClients.PatientApp);
        var user = await server.Host.CreateUserAsync();
        var first = await app.SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE clients SET disabled = TRUE, version = version + 1 WHERE id = 'patient-app'");
        ShouldRefuseTheClient(await app.RefreshAsync(first.RefreshToken));
        ShouldRefuseTheClient(await app.SignInAsync(user));
    }

    private static void ShouldRefuseTheClient(Answer answer)
    {
        (answer.Status, answer.Error).Should().Be((401, "invalid_client"), answer.Body);
        answer.Headers.WwwAuthenticate.ToString().Should().StartWith("Basic ");
    }
}
