using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Keys;

namespace AuthServer.Core.Devices;

/// <summary>
/// Hashes user codes under a key from outside the database: eight letters could be found by trial from a plain hash in a dump of it.
/// </summary>
public sealed class UserCodeHashes(RefreshTokenKeyRing ring)
{
    /// <summary>The hash that a new code is kept under.</summary>
    public byte[] Current(UserCode code) => Of(ring.Current, code);

    /// <summary>Every hash that the code may be kept under: a key that has just been replaced made codes that still wait.</summary>
    public IEnumerable<byte[]> All(UserCode code) => ring.All.Select(keys => Of(keys, code));

    private static byte[] Of(RefreshTokenKeys keys, UserCode code)
    {
        var mac = new byte[HMACSHA256.HashSizeInBytes];
        keys.UserCode(Encoding.ASCII.GetBytes(code.Letters), mac);
        return mac;
    }
}
