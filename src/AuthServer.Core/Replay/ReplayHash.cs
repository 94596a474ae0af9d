using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Clients;

namespace AuthServer.Core.Replay;

/// <summary>What stands for a <c>jti</c> in the replay store: identifiers are unique to whoever makes them (RFC 7519 §4.1.7), so its maker counts.</summary>
public static class ReplayHash
{
    public static byte[] Of(ClientId client, string identifier) => SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Value.Length}:{client.Value}{identifier}"));
}
