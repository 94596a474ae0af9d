using System.Net;
using System.Net.Sockets;

namespace AuthServer.Tests.Processes;

/// <summary>
/// A port for a process that must be found at the same address again after it was killed. Below the range from which the system picks ports
/// for outgoing connections, so that none of those takes it meanwhile.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; another will be free.
            }
        }
    }
}
