using System.Globalization;
using System.Text;
using QRCoder;

namespace AuthServer.Account;

/// <summary>The secret that an authenticator app is given, in the three forms that people can use: spelled out, as an address, and as a picture of it.</summary>
internal sealed record AuthenticatorKey(string Key, string UserName, string Issuer)
{
    /// <summary>In groups of four, as people read it.</summary>
    public string Spelled => string.Join(' ', Key.ToLowerInvariant().Chunk(4).Select(group => new string(group)));

    /// <summary>The address that authenticator apps understand ("Key Uri Format"). SHA-1, six digits and 30 s are what they all do, and what Identity checks.</summary>
    public string Uri => string.Create(
        CultureInfo.InvariantCulture,
        $"otpauth://totp/{System.Uri.EscapeDataString(Issuer)}:{System.Uri.EscapeDataString(UserName)}?secret={Key}&issuer={System.Uri.EscapeDataString(Issuer)}&digits=6");

    /// <summary>The symbol as the path of an SVG, and the side of its square.</summary>
    public (string Path, int Side) Symbol()
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(Uri, QRCodeGenerator.ECCLevel.M);

        // The matrix has the symbol's white margin already.
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < code.ModuleMatrix[y].Length; x++)
            {
                if (code.ModuleMatrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return (path.ToString(), code.ModuleMatrix.Count);
    }
}
