using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace AuthServer.Tests.Processes;

/// <summary>One address before several nodes: connections go to them in turn. It counts the requests that pass, by path.</summary>
internal sealed partial class Balancer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private IReadOnlyList<HostProcess> _nodes = [];

    public Balancer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public int Total => _requests.Values.Sum();

    public override string ToString() => string.Join(", ", _requests.OrderBy(path => path.Key, StringComparer.Ordinal).Select(path => $"{path.Value} × {path.Key}"));

    public void Before(IReadOnlyList<HostProcess> nodes) => _nodes = nodes;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            for (var turn = 0; ; turn++)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                connections.Add(RelayAsync(client, _nodes[turn % _nodes.Count].Address));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(Socket client, Uri node)
    {
        using (client)
        {
            using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await server.ConnectAsync(node.Host, node.Port, _stop.Token);
                await Task.WhenAny(CopyAsync(client, server, Note), CopyAsync(server, client, _ => { }));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The node is down, or nobody is interested any more.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Action<string> note)
    {
        var part = new byte[32 * 1024];
        try
        {
            while (await from.ReceiveAsync(part, _stop.Token) is > 0 and var length)
            {
                note(Encoding.Latin1.GetString(part, 0, length));
                await to.SendAsync(part.AsMemory(0, length), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone; the other follows.
        }
    }

    private void Note(string part)
    {
        foreach (Match request in RequestLine().Matches(part))
        {
            _requests.AddOrUpdate(request.Groups[1].Value, 1, (_, count) => count + 1);
        }
    }

    [GeneratedRegex(@"(?:GET|POST) (/[^ ?]*)[^ ]* HTTP/1\.1\r\n")]
    private static partial Regex RequestLine();
}
