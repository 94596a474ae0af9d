using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>A named curve of RFC 7518 §6.2.1.1, as both JOSE and the framework know it.</summary>
internal sealed class EllipticCurve
{
    private readonly string _oid;

    private EllipticCurve(string name, string oid, int fieldLength)
    {
        Name = name;
        FieldLength = fieldLength;
        _oid = oid;
    }

    public static EllipticCurve P256 { get; } = new("P-256", "1.2.840.10045.3.1.7", 32);

    public static EllipticCurve P384 { get; } = new("P-384", "1.3.132.0.34", 48);

    /// <summary>The value of <c>crv</c>.</summary>
    public string Name { get; }

    /// <summary>Octets of one coordinate.</summary>
    public int FieldLength { get; }

    public ECCurve Parameters => ECCurve.CreateFromValue(_oid);

    /// <summary>Whether a key lies on this curve by name; explicit parameters never do.</summary>
    public bool Is(ECCurve curve) => curve.IsNamed
        && (curve.Oid.Value == _oid || ECCurve.CreateFromOid(curve.Oid).Oid.FriendlyName == Parameters.Oid.FriendlyName);
}
