using System.Net;
using AuthServer.Core.Logout;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Logout;

/// <summary>
/// Sends one logout token (OIDC Back-Channel Logout §2.5). The address is the one that the operator has registered: a redirect is not followed, no proxy of
/// the environment comes between, and of the answer the status alone is read.
/// </summary>
internal sealed class LogoutSender(LogoutTokenIssuer tokens, IHostEnvironment environment) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 16,

        // A client that moves to another address is found there.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = LongestAttempt,
    };

    public static TimeSpan LongestAttempt { get; } = TimeSpan.FromSeconds(10);

    public async Task<LogoutAnswer> SendAsync(LogoutDelivery delivery, CancellationToken cancellationToken) =>
        await tokens.IssueAsync(delivery, cancellationToken) switch
        {
            LogoutMessage.Unwanted => new LogoutAnswer.Pointless(),
            LogoutMessage.NotYet => new LogoutAnswer.Failed("no signing key yet"),
            LogoutMessage.Ready ready when BackchannelLogoutUri.RefusalOf(ready.Uri, environment.IsDevelopment()) is { } refusal => new LogoutAnswer.Failed($"the address {refusal}"),
            LogoutMessage.Ready ready => await PostAsync(ready, cancellationToken),
            _ => throw new InvalidOperationException("A message that nobody knows how to send."),
        };

    public void Dispose() => _http.Dispose();

    private async Task<LogoutAnswer> PostAsync(LogoutMessage.Ready message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Uri)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create(Parameters.LogoutToken, message.Token)]),
        };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

            // §2.8: 200, for which some frameworks put 204.
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent
                ? new LogoutAnswer.Taken()
                : new LogoutAnswer.Failed($"answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return new LogoutAnswer.Failed($"not reached: {exception.HttpRequestError}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LogoutAnswer.Failed($"no answer within {LongestAttempt.TotalSeconds} s");
        }
    }
}
