using System.Buffers.Binary;
using System.Buffers.Text;

namespace AuthServer.Core.Sessions;

/// <summary>
/// A refresh token whose tag has been verified: one that we issued, of whatever age. To clients it is opaque (RFC 6749 §1.5).
/// </summary>
/// <remarks>
/// <c>ar_</c> + base64url( version 1 · key id 1 · session id 16 · generation 4, big-endian · secret 32 · tag 16 ).
/// </remarks>
public sealed class RefreshToken
{
    public const string Prefix = "ar_";
    public const byte Version = 1;
    public const int Length = 70;
    public const int SecretLength = 32;
    public const int TagLength = 16;
    public const int TaggedLength = Length - TagLength;

    internal const int KeyIdOffset = 1;
    internal const int SessionOffset = 2;
    internal const int GenerationOffset = SessionOffset + SessionId.Length;
    internal const int SecretOffset = GenerationOffset + sizeof(uint);

    private readonly byte[] _bytes;

    internal RefreshToken(byte[] bytes)
    {
        _bytes = bytes;
        Hash = TokenHash.Of(bytes);
    }

    public byte KeyId => _bytes[KeyIdOffset];

    public SessionId Session => SessionId.FromBytes(_bytes.AsSpan(SessionOffset, SessionId.Length));

    public uint Generation => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(GenerationOffset));

    public TokenHash Hash { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The wire form. Goes into the answer and nowhere else.</summary>
    public string Reveal() => Prefix + Base64Url.EncodeToString(_bytes);

    public override string ToString() => $"RefreshToken {{ Session = {Session}, Generation = {Generation} }}";
}
