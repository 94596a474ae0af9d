using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Tests.Email;

/// <summary>A mail server of a few lines (RFC 5321), without TLS, that keeps what it was told.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public MailServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public List<string> Commands { get; } = [];

    public string Message { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            await using var stream = connection.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 mail.test");
            while (await reader.ReadLineAsync() is { } command)
            {
                Commands.Add(command);
                await writer.WriteLineAsync(await AnswerAsync(command, reader, writer));
            }
        }
        catch (SocketException)
        {
            // Stopped before anybody came.
        }
        catch (IOException)
        {
            // The client has hung up.
        }
    }

    private async Task<string> AnswerAsync(string command, StreamReader reader, StreamWriter writer)
    {
        if (command != "DATA")
        {
            return command == "QUIT" ? "221 bye" : "250 ok";
        }

        await writer.WriteLineAsync("354 go on");
        var message = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            message.AppendLine(line);
        }

        Message = message.ToString();
        return "250 kept";
    }
}
