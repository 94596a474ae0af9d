using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Client.SignIns;

/// <summary>
/// Waits for the browser to come back with the authorization answer, at a free port of the loopback address (RFC 8252 §7.3; the literal, §8.3).
/// Anything else that knocks is turned away, and waiting goes on.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int LongestHead = 16 * 1024;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(10);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _path;
    private readonly string _doneText;

    public LoopbackListener(string path, string doneText)
    {
        (_path, _doneText) = (path, doneText);
        _listener.Start();
    }

    public string RedirectUri => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{_path}";

    /// <summary>The parameters of the first request to the path that <paramref name="isAnswer"/> takes.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(Func<IReadOnlyDictionary<string, string>, bool> isAnswer, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var connection = await _listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

            // Browsers open connections in advance and send nothing.
            timeout.CancelAfter(LongestRequest);
            try
            {
                if (await ServeAsync(connection.GetStream(), isAnswer, timeout.Token).ConfigureAwait(false) is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Gone, or silent: the next one.
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task<IReadOnlyDictionary<string, string>?> ServeAsync(
        NetworkStream stream, Func<IReadOnlyDictionary<string, string>, bool> isAnswer, CancellationToken cancellationToken)
    {
        var target = TargetOf(await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false));
        var parts = target?.Split('?', 2);
        if (parts is not [var path, ..] || path != _path)
        {
            await RespondAsync(stream, "404 Not Found", "There is nothing here.", cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (QueryText.Parse(parts.ElementAtOrDefault(1) ?? "") is not { } parameters || !isAnswer(parameters))
        {
            await RespondAsync(stream, "400 Bad Request", "This does not belong to the sign-in that is waiting.", cancellationToken).ConfigureAwait(false);
            return null;
        }

        try
        {
            await RespondAsync(stream, "200 OK", _doneText, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The answer is here, and it comes once: whether the browser shows that it is does not matter.
        }

        return parameters;
    }

    private static string? TargetOf(string head) => head.Split('\r')[0].Split(' ') is ["GET", var target, "HTTP/1.1" or "HTTP/1.0"] ? target : null;

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task RespondAsync(NetworkStream stream, string status, string text, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }
}
