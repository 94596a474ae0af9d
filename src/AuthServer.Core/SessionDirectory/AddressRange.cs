using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.SessionDirectory;

/// <summary>An address (<c>203.0.113.7</c>) or a network (<c>203.0.113.0/24</c>, <c>2001:db8::/32</c>; RFC 4632 §3.1, RFC 4291 §2.3).</summary>
public sealed record AddressRange
{
    private readonly string _text;

    private AddressRange(string text, IPAddress first, IPAddress last) => (_text, First, Last) = (text, Caller.Ordered(first), Caller.Ordered(last));

    /// <summary>The lowest address in the form of <see cref="Caller.OrderedAddress"/>.</summary>
    public string First { get; }

    /// <summary>The highest address in the form of <see cref="Caller.OrderedAddress"/>.</summary>
    public string Last { get; }

    /// <summary>A network with bits behind its prefix is refused, for it is more likely a slip than meant.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressRange? range)
    {
        range = null;
        text = text?.Trim();
        if (IPAddress.TryParse(text, out var address) && IsWholeAddress(text, address))
        {
            range = new AddressRange(text, address, address);
        }
        else if (IPNetwork.TryParse(text, out var network) && IsBaseOf(network, text!))
        {
            range = new AddressRange(text!, network.BaseAddress, LastOf(network));
        }

        return range is not null;
    }

    public override string ToString() => _text;

    // The framework takes "10" and "10.1" for addresses.
    private static bool IsWholeAddress(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(character => character == '.') == 3;

    // The framework takes 10.0.0.1/8 for 10.0.0.0/8.
    private static bool IsBaseOf(IPNetwork network, string text) =>
        IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/')), out var named) && named.Equals(network.BaseAddress);

    private static IPAddress LastOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
