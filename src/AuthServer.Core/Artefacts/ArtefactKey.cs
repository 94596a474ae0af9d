using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Artefacts;

/// <summary>Names an artefact by the SHA-256 of what its holder presents; what is presented is never stored.</summary>
public sealed record ArtefactKey(ArtefactKind Kind, string Hash)
{
    private const int HandleLength = 32;

    /// <summary>A new handle of 256 random bits, to be given away once.</summary>
    public static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(HandleLength));

    public static ArtefactKey Of(ArtefactKind kind, string handle) => new(kind, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(handle))));

    public byte[] HashBytes() => Convert.FromHexString(Hash);
}
