using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AuthServer.Validation.Keys;

namespace AuthServer.Validation.Revocations;

/// <summary>
/// Polls the feed that the issuer's metadata names, as a client with a secret (RFC 6749 §2.3.1). The address is looked up once, and again after a failure.
/// </summary>
internal sealed class RevocationFeedClient(IHttpClientFactory clients, IssuerMetadata metadata, AuthServerRevocationOptions options)
{
    public const string HttpClientName = "AuthServer.Validation.Revocations";

    private const string Member = "revocation_feed_endpoint";

    private readonly string _credentials =
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(options.ClientId)}:{WebUtility.UrlEncode(options.ClientSecret)}"));

    private Uri? _address;

    public async Task<FeedPoll> PollAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(wait + AuthServerRevocationOptions.Patience);
        try
        {
            var poll = await SendAsync(cursor, wait, patience.Token).ConfigureAwait(false);
            _address = poll is FeedPoll.Answered ? _address : null;
            return poll;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            _address = null;
            return new FeedPoll.Failed("the issuer did not answer as expected", Exception: exception);
        }
        catch (JsonException)
        {
            // Its message would quote the answer.
            _address = null;
            return new FeedPoll.Failed("the issuer's answer is not that of a revocation feed");
        }
#pragma warning disable CA1031 // A poll runs behind the requests: whatever happens, what is known must serve on and the next poll must come.
        catch (Exception exception)
        {
            _address = null;
            return new FeedPoll.Failed("polling failed unexpectedly", Exception: exception);
        }
#pragma warning restore CA1031
    }

    private async Task<FeedPoll> SendAsync(string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_address is null && await FindAsync(cancellationToken).ConfigureAwait(false) is { } failed)
        {
            return failed;
        }

        using var request = Request(cursor, wait);
        using var client = clients.CreateClient(HttpClientName);
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new FeedPoll.Failed(ProblemOf(response.StatusCode), RetryAfter(response.Headers.RetryAfter));
        }

        var answer = await response.Content.ReadFromJsonAsync(FeedAnswer.Json.Default.FeedAnswer, cancellationToken).ConfigureAwait(false);
        return answer is null ? new FeedPoll.Failed("the issuer's answer is not that of a revocation feed") : new FeedPoll.Answered(answer);
    }

    private async Task<FeedPoll.Failed?> FindAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(AuthServerBearerDefaults.HttpClientName);
        (_address, var problem) = await metadata.FindAsync(client, Member, cancellationToken).ConfigureAwait(false);
        return _address is null ? new FeedPoll.Failed(problem) : null;
    }

    private HttpRequestMessage Request(string? cursor, TimeSpan wait)
    {
        var form = new List<KeyValuePair<string, string>> { new("wait", ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)) };
        if (cursor is not null)
        {
            form.Add(new("cursor", cursor));
        }

        return new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", _credentials) },
            Content = new FormUrlEncodedContent(form),
        };
    }

    private static string ProblemOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "the issuer does not know the client or its secret",
        HttpStatusCode.BadRequest => "the issuer refused the request; the client must be one that may introspect",
        _ => "the issuer did not answer as expected",
    };

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta;
}
