namespace AuthServer.Core.Clients;

/// <summary>A client identifier (RFC 6749 §2.2): public, compared ordinally.</summary>
public readonly record struct ClientId(string Value)
{
    public const int MaximumLength = 128;

    public override string ToString() => Value;
}
