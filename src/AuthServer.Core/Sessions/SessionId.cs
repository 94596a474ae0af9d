using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Core.Sessions;

/// <summary>A session's name: a UUID version 7 (RFC 9562 §5.7), the <c>sid</c> claim. Not a secret.</summary>
public readonly record struct SessionId(Guid Value)
{
    public const int Length = 16;

    public static SessionId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static SessionId FromBytes(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    public static bool TryParse([NotNullWhen(true)] string? text, out SessionId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new SessionId(value);
        return parsed;
    }

    public void WriteTo(Span<byte> bytes) => Value.TryWriteBytes(bytes, bigEndian: true, out _);

    public override string ToString() => Value.ToString("D");
}
