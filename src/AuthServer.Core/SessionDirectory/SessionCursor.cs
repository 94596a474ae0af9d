using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.SessionDirectory;

/// <summary>The last session of a page, after which the next begins. Its written form is opaque to whoever turns pages.</summary>
public readonly record struct SessionCursor(DateTimeOffset CreatedAt, SessionId Id)
{
    private const int Length = sizeof(long) + SessionId.Length;

    public static bool TryParse(string? text, out SessionCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        // TryDecodeFromChars throws for what is no base64url at all.
        if (text is null || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != Length)
        {
            return false;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        cursor = new SessionCursor(new DateTimeOffset(ticks, TimeSpan.Zero), SessionId.FromBytes(bytes[sizeof(long)..]));
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, CreatedAt.UtcTicks);
        Id.WriteTo(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }
}
