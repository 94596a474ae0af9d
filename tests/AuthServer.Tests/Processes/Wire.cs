using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AuthServer.Tests.Processes;

/// <summary>The requests of a client, as they go over the wire.</summary>
internal static class Wire
{
    public static async Task<TokenAnswer> SignInAsync(this HttpClient server, TestClient client)
    {
        var (userName, password) = (("username", ServerProcess.UserName), ("password", ServerProcess.Password));
        var answer = await TokenAsync(server, client, ("grant_type", "password"), userName, password, ("scope", TestClient.Scope));
        return answer.IsGranted ? answer : throw new InvalidOperationException($"The sign-in was answered with {answer}.");
    }

    public static Task<TokenAnswer> RefreshAsync(this HttpClient server, TestClient client, string refreshToken) =>
        TokenAsync(server, client, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public static async Task<HttpStatusCode> RevokeAsync(this HttpClient server, TestClient client, string token)
    {
        using var answer = await PostAsync(server, "/connect/revocation", client, ("token", token));
        return answer.StatusCode;
    }

    public static async Task<bool> IntrospectsAsActiveAsync(this HttpClient server, TestClient client, string token)
    {
        using var answer = await PostAsync(server, "/connect/introspect", client, ("token", token));
        answer.EnsureSuccessStatusCode();
        return (await JsonAsync(answer)).GetProperty("active").GetBoolean();
    }

    /// <summary>A request to the API with a token; the challenge is empty when it was accepted.</summary>
    public static async Task<(HttpStatusCode Status, string Challenge)> CallApiAsync(this HttpClient api, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var answer = await api.SendAsync(request);
        return (answer.StatusCode, answer.Headers.WwwAuthenticate.FirstOrDefault()?.Parameter ?? "");
    }

    private static async Task<TokenAnswer> TokenAsync(HttpClient server, TestClient client, params (string Name, string Value)[] form)
    {
        using var answer = await PostAsync(server, "/connect/token", client, form);
        return new TokenAnswer(answer.StatusCode, await JsonAsync(answer));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient server, string path, TestClient client, params (string Name, string Value)[] form)
    {
        var fields = form.Append(("client_id", client.Id));
        fields = client.Secret is null ? fields : fields.Append(("client_secret", client.Secret));
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await server.PostAsync(path, content);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        return json.RootElement.Clone();
    }
}
