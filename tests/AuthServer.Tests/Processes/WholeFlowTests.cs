using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Processes;

/// <summary>The main job through all of its processes: sign in at the server, call the API, refresh, call again.</summary>
[Collection<OnTwoServers>]
public sealed class WholeFlowTests(TwoServers servers) : IAsyncLifetime
{
    private static readonly TestClient Client = TestClient.Public;

    private readonly HostProcess _api = ApiProcess.Create(servers.First.Address);

    public async ValueTask InitializeAsync() => await _api.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_user_signs_in_calls_the_api_refreshes_and_calls_again()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        using var me = await CallAsync(HttpMethod.Get, "/api/me", signedIn.AccessToken);
        me.StatusCode.Should().Be(HttpStatusCode.OK);
        (await JsonAsync(me)).GetProperty("clientId").GetString().Should().Be(Client.Id);

        var refreshed = await servers.Second.Http.RefreshAsync(Client, signedIn.RefreshToken);
        using var again = await CallAsync(HttpMethod.Get, "/api/me", refreshed.AccessToken);
        again.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_tampered_token_is_refused_as_invalid()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        var parts = signedIn.AccessToken.Split('.');
        var claims = parts[1][0] == 'e' ? 'f' : 'e';

        using var answer = await CallAsync(HttpMethod.Get, "/api/me", $"{parts[0]}.{claims}{parts[1][1..]}.{parts[2]}");

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.Should().ContainSingle().Which.Parameter.Should().Contain("error=\"invalid_token\"");
    }

    [Fact]
    public async Task Notes_are_written_read_changed_and_deleted_across_a_refresh()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        using var created = await CallAsync(HttpMethod.Post, "/api/notes", signedIn.AccessToken, new { title = "Milk", text = "two" });
        created.StatusCode.Should().Be(HttpStatusCode.Created);
        var note = created.Headers.Location!;

        var token = (await servers.First.Http.RefreshAsync(Client, signedIn.RefreshToken)).AccessToken;
        using var changed = await CallAsync(HttpMethod.Put, note.ToString(), token, new { title = "Milk", text = "three" });
        changed.StatusCode.Should().Be(HttpStatusCode.OK);
        using var read = await CallAsync(HttpMethod.Get, note.ToString(), token);
        (await JsonAsync(read)).GetProperty("text").GetString().Should().Be("three");

        using var deleted = await CallAsync(HttpMethod.Delete, note.ToString(), token);
        deleted.StatusCode.Should().Be(HttpStatusCode.NoContent);
        using var gone = await CallAsync(HttpMethod.Get, note.ToString(), token);
        gone.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_api_goes_on_while_the_server_is_down()
    {
        var signedIn = await servers.First.Http.SignInAsync(Client);
        var notYetSeen = await servers.First.Http.RefreshAsync(Client, signedIn.RefreshToken);
        using (var warm = await CallAsync(HttpMethod.Get, "/api/me", signedIn.AccessToken))
        {
            warm.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        servers.First.Kill();
        servers.Second.Kill();
        try
        {
            foreach (var token in new[] { signedIn.AccessToken, notYetSeen.AccessToken })
            {
                using var answer = await CallAsync(HttpMethod.Get, "/api/me", token);
                answer.StatusCode.Should().Be(HttpStatusCode.OK);
            }
        }
        finally
        {
            await servers.StartAsync();
        }
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _api.Http.SendAsync(request);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}
