using System.Net;
using System.Net.Sockets;

namespace AuthServer.Core.Sessions;

/// <summary>Where a request came from, as far as it can be known. Values that were not sent are empty, never null.</summary>
public sealed record Caller(IPAddress? Address, string UserAgent)
{
    public const int MaximumUserAgentLength = 256;

    public static readonly Caller Unknown = new(null, "");

    public string Ip => Address is null ? "" : Normalised(Address).ToString();

    /// <summary>The /24 (IPv4) or /48 (IPv6) that the address lies in: what "elsewhere" means for retries.</summary>
    public string Network
    {
        get
        {
            if (Address is null)
            {
                return "";
            }

            var address = Normalised(Address);
            var bytes = address.GetAddressBytes();
            var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
            bytes.AsSpan(kept).Clear();
            return $"{new IPAddress(bytes)}/{kept * 8}";
        }
    }

    /// <summary>The address as 32 hexadecimal digits, IPv4 as <c>::ffff:a.b.c.d</c>: text in whose order ranges can be compared. Empty when it is not known.</summary>
    public string OrderedAddress => Address is null ? "" : Ordered(Address);

    /// <inheritdoc cref="OrderedAddress"/>
    public static string Ordered(IPAddress address) => Convert.ToHexStringLower(address.MapToIPv6().GetAddressBytes());

    public static Caller From(IPAddress? address, string? userAgent) => new(address, Shortened(userAgent ?? ""));

    // Half of a surrogate pair is no text, and no database takes it.
    private static string Shortened(string userAgent) =>
        userAgent.Length <= MaximumUserAgentLength ? userAgent
        : userAgent[..(char.IsHighSurrogate(userAgent[MaximumUserAgentLength - 1]) ? MaximumUserAgentLength - 1 : MaximumUserAgentLength)];

    private static IPAddress Normalised(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
