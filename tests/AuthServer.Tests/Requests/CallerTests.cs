using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Requests;

public sealed class CallerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4000)]
    public async Task A_user_agent_is_kept_as_far_as_there_is_room_and_never_cut_within_a_character(int position)
    {
        var agent = new string('a', position) + "\U0001F600";
        var client = server.Host.As(TestClients.App) with { Http = Utf8Client(), UserAgent = agent };
        var first = await client.SignInAsync(await server.Host.CreateUserAsync());
        first.Status.Should().Be(200, first.Body);
        (await client.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        (await server.Database.SessionAsync<string>(first.SessionId, "last_user_agent")).Should().Be(new string('a', Math.Min(position, 256)));
    }

    [Fact]
    public async Task A_request_without_a_user_agent_is_served()
    {
        var client = server.Host.As(TestClients.App) with { UserAgent = "" };
        var first = await client.SignInAsync(await server.Host.CreateUserAsync());
        (await client.RefreshAsync(first.RefreshToken)).Status.Should().Be(200);
        (await client.RefreshAsync(first.RefreshToken)).Status.Should().Be(200, "a retry without one is no foreign one");
        (await server.Database.SessionAsync<int>(first.SessionId, "retry_streak")).Should().Be(0);
    }

    private HttpClient Utf8Client() =>
        new(new SocketsHttpHandler { UseProxy = false, RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = new Uri(server.Host.Issuer) };
}
