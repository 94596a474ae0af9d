namespace AuthServer.Protocol.Jose;

/// <summary>The parts of a token that has exactly two dots (RFC 7515 §7.1), still encoded.</summary>
internal readonly ref struct CompactJws(ReadOnlySpan<byte> token)
{
    private readonly ReadOnlySpan<byte> token = token;
    private readonly int headerEnd = token.IndexOf((byte)'.');
    private readonly int payloadEnd = token.LastIndexOf((byte)'.');

    public ReadOnlySpan<byte> Header => token[..headerEnd];

    public ReadOnlySpan<byte> Payload => token[(headerEnd + 1)..payloadEnd];

    public ReadOnlySpan<byte> Signature => token[(payloadEnd + 1)..];

    /// <summary>What is signed (RFC 7515 §5.1).</summary>
    public ReadOnlySpan<byte> SigningInput => token[..payloadEnd];
}
