using System.Text;
using AuthServer.AdminApi;
using AuthServer.Tests.Hosting;

namespace AuthServer.Tests.AdminApi;

/// <summary>The administration API as somebody with this token calls it.</summary>
public sealed record AdminCalls(AuthServerHost Host, string? Token)
{
    public string Scheme { get; init; } = "Bearer";

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PutAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, body, headers);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <param name="path">Behind the API's root, or a whole address path.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? AdminApiPaths.Root + path : path);
        if (Token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"{Scheme} {Token}");
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Host.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
