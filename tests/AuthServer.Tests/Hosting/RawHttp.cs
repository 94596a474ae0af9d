using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Tests.Hosting;

/// <summary>Sends exactly the bytes it is given, which no HTTP client worth its name does.</summary>
public static class RawHttp
{
    /// <param name="head">Request line and headers without their last empty line; lines end in LF here and in CRLF on the wire.</param>
    public static async Task<RawAnswer> SendAsync(int port, string head, byte[] body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = socket.GetStream();
        var lines = $"{head.TrimEnd('\n')}\nHost: 127.0.0.1:{port}\nConnection: close\n\n".ReplaceLineEndings("\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(lines));
        try
        {
            await stream.WriteAsync(body);
        }
        catch (IOException)
        {
            // Refused before the body was read; what matters is the answer.
        }

        using var received = new MemoryStream();
        await stream.CopyToAsync(received);
        return RawAnswer.Parse(Encoding.UTF8.GetString(received.ToArray()));
    }
}
