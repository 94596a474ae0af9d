using AuthServer.Configuration;
using AuthServer.Core.Sessions;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Revocation;

[Spec("RFC 7009", "2")]
public sealed class RevocationTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Clients => ["app", "web"];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_refresh_token_of_any_age_ends_its_session(string id)
    {
        var client = server.Host.As(Declared(id));
        for (var age = 0; age < 4; age++)
        {
            var first = await client.SignInAsync(await server.Host.CreateUserAsync());
            var last = first;
            for (var generation = 0; generation < age; generation++)
            {
                last = await client.RefreshAsync(last.RefreshToken);
            }

            ShouldBeDone(await client.RevokeAsync(first.RefreshToken, "refresh_token"));
            await ShouldHaveEndedAsync(client, last);
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_access_token_ends_its_session_whatever_the_hint(string id)
    {
        var client = server.Host.As(Declared(id));
        foreach (var hint in new[] { null, "access_token", "refresh_token", "something_else" })
        {
            var first = await client.SignInAsync(await server.Host.CreateUserAsync());
            ShouldBeDone(await client.RevokeAsync(first.AccessToken, hint));
            await ShouldHaveEndedAsync(client, first);
        }
    }

    [Fact]
    public async Task An_expired_access_token_still_ends_its_session()
    {
        var client = server.Host.As(TestClients.BriefApp);
        var first = await client.SignInAsync(await server.Host.CreateUserAsync());
        var expiry = DateTimeOffset.FromUnixTimeSeconds(first.Claims.GetProperty("exp").GetInt64());
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        expiry.Should().BeBefore(DateTimeOffset.UtcNow);
        ShouldBeDone(await client.RevokeAsync(first.AccessToken));
        await ShouldHaveEndedAsync(client, first);
    }

    [Fact]
    public async Task An_end_is_audited_with_its_actor_and_told_to_APIs_once()
    {
        var client = server.Host.As(TestClients.Web) with { UserAgent = "signing-out/1.0" };
        var user = await server.Host.CreateUserAsync();
        var first = await client.SignInAsync(user);
        ShouldBeDone(await client.RevokeAsync(first.RefreshToken));
        ShouldBeDone(await client.RevokeAsync(first.RefreshToken));
        (await server.Database.AuditAsync(first.SessionId)).Where(audit => audit.Type == "session.ended").Should().Equal(
            new AuditRow("session.ended", "client:web", "web", user.Id, "signed_out", "127.0.0.1", "signing-out/1.0", GenerationDistance: null));
        (await server.Database.ReadAsync("SELECT kind FROM revocation_entries WHERE subject = @id", row => row.GetInt16(0), ("id", first.SessionId.ToString("D")))).Should().Equal((short)1);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("ar_AAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [Spec("RFC 7009", "2.2")]
    public async Task A_token_that_is_not_ours_is_answered_as_a_success(string token) =>
        ShouldBeDone(await server.Host.As(TestClients.App).RevokeAsync(token));

    [Fact]
    [Spec("RFC 7009", "2.1")]
    public async Task A_token_of_another_client_is_refused_and_its_session_untouched()
    {
        var owner = server.Host.As(TestClients.App);
        var first = await owner.SignInAsync(await server.Host.CreateUserAsync());
        var row = await server.Database.RowAsync(first.SessionId);
        foreach (var other in new[] { TestClients.OtherApp, TestClients.Web, TestClients.Api })
        {
            foreach (var token in new[] { first.RefreshToken, first.AccessToken })
            {
                var answer = await server.Host.As(other).RevokeAsync(token);
                (answer.Status, answer.Error).Should().Be((400, "invalid_grant"));
            }
        }

        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
    }

    private static ClientDeclaration Declared(string id) => TestClients.All.Single(client => client.Id == id);

    private static void ShouldBeDone(Answer answer)
    {
        (answer.Status, answer.ContentType, answer.Body).Should().Be((200, "application/json", "{}"));
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    private async Task ShouldHaveEndedAsync(ClientApp client, Answer last)
    {
        (await server.Database.EndReasonAsync(last.SessionId)).Should().Be((short)EndReason.SignedOut);
        var refused = await client.RefreshAsync(last.RefreshToken);
        (refused.Status, refused.Error, refused.Reason).Should().Be((400, "invalid_grant", "signed_out"));
        (await server.Host.As(TestClients.Api).IntrospectAsync(last.AccessToken)).Body.Should().Be("""{"active":false}""");
    }
}
