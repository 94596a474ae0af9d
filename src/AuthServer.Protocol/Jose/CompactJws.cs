namespace AuthServer.Protocol.Jose;

/// <summary>The parts of a token that has exactly two dots (RFC 7515 §7.1), still encoded.</summary>
internal readonly ref struct CompactJws(ReadOnlySpan<byte> token)
{
    private readonly ReadOnlySpan<byte> _token = token;
    private readonly int _headerEnd = token.IndexOf((byte)'.');
    private readonly int _payloadEnd = token.LastIndexOf((byte)'.');

    public ReadOnlySpan<byte> Header => _token[.._headerEnd];

    public ReadOnlySpan<byte> Payload => _token[(_headerEnd + 1).._payloadEnd];

    public ReadOnlySpan<byte> Signature => _token[(_payloadEnd + 1)..];

    /// <summary>What is signed (RFC 7515 §5.1).</summary>
    public ReadOnlySpan<byte> SigningInput => _token[.._payloadEnd];
}
