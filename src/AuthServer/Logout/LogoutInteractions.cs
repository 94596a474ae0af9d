using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.DataProtection;

namespace AuthServer.Logout;

/// <summary>
/// The form in which a logout request travels from one address of ours to the next: encrypted under the ring that all nodes share, so that the ID token in it
/// is in no log and no history. It opens nothing by itself: everything in it is checked anew each time.
/// </summary>
public sealed class LogoutInteractions(IDataProtectionProvider protection)
{
    public const string Parameter = "logout";

    public static readonly OAuthError Expired = new(ErrorCodes.InvalidRequest, "The request was left open for too long. Start again at the application.");

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("AuthServer.LogoutInteraction").ToTimeLimitedDataProtector();

    public string At(string path, IReadOnlyDictionary<string, string> parameters) => path + QueryString.Create(Parameter, Write(parameters));

    public string Write(IReadOnlyDictionary<string, string> parameters)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, parameters);
        }

        return Base64Url.EncodeToString(_protector.Protect(packed.ToArray(), Lifetime));
    }

    /// <summary>Null when it is not ours or too old.</summary>
    public IReadOnlyDictionary<string, string>? Read(string text)
    {
        try
        {
            using var packed = new MemoryStream(_protector.Unprotect(Base64Url.DecodeFromChars(text)));
            using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize<Dictionary<string, string>>(brotli);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
