using System.Net;

namespace AuthServer.Tests.Processes;

/// <summary>A client that refreshes without a pause and, when a node does not answer, presents the same token to the next.</summary>
internal sealed class TenaciousClient(IReadOnlyList<HostProcess> nodes, TokenAnswer signedIn)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private int _node;

    public Guid Session { get; } = signedIn.Session;

    public TokenAnswer Latest { get; private set; } = signedIn;

    public int Refreshed { get; private set; }

    /// <summary>Requests of which it is not known whether they were served.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Answers that end a session for its client.</summary>
    public List<TokenAnswer> Refusals { get; } = [];

    /// <summary>Refreshes until told to stop, and then once more, so that the last token is known to be good.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (Refusals.Count == 0 && !stop.IsCancellationRequested)
        {
            await RefreshAsync();
        }

        var refreshed = Refreshed;
        while (Refusals.Count == 0 && Refreshed == refreshed)
        {
            await RefreshAsync();
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            var answer = await nodes[_node].Http.RefreshAsync(TestClient.Public, Latest.RefreshToken);
            switch (answer.Status)
            {
                case HttpStatusCode.OK:
                    (Latest, Refreshed) = (answer, Refreshed + 1);
                    return;
                case HttpStatusCode.ServiceUnavailable:
                    break;
                default:
                    Refusals.Add(answer);
                    return;
            }
        }
        catch (HttpRequestException)
        {
            Unanswered++;
        }

        _node = (_node + 1) % nodes.Count;
        await Task.Delay(Pause, CancellationToken.None);
    }
}
