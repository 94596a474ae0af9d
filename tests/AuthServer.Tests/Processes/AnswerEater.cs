using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Tests.Processes;

/// <summary>
/// Stands between a client and a server, delivers each request, waits for its answer, runs <c>onAnswer</c>, and then resets the client's
/// connection: the client cannot tell whether its request was served.
/// </summary>
internal sealed class AnswerEater : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly Action _onAnswer;
    private readonly List<string> _eaten = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public AnswerEater(Uri server, Action onAnswer)
    {
        (_server, _onAnswer) = (server, onAnswer);
        _listener.Start();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}") };
        _serving = ServeAsync();
    }

    /// <summary>A client whose every answer is lost.</summary>
    public HttpClient Http { get; }

    /// <summary>The status lines of the answers that came and were not delivered.</summary>
    public IReadOnlyList<string> Eaten => _eaten;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
        Http.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptSocketAsync(_stop.Token);
                await ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody connects any more.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(_server.Host, _server.Port);
        var delivery = DeliverAsync(client, server);

        var answer = new byte[16 * 1024];
        var length = await server.ReceiveAsync(answer);
        _eaten.Add(Encoding.ASCII.GetString(answer, 0, length).Split('\r')[0]);
        _onAnswer();

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
        await delivery;
    }

    private static async Task DeliverAsync(Socket client, Socket server)
    {
        var part = new byte[16 * 1024];
        try
        {
            while (await client.ReceiveAsync(part) is > 0 and var length)
            {
                await server.SendAsync(part.AsMemory(0, length));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client's connection was reset on purpose.
        }
    }
}
