using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Core.Authorization;
using AuthServer.Core.Results;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.DataProtection;

namespace AuthServer.Authorization;

/// <summary>
/// The form in which an authorization travels between pages: encrypted under the ring that all nodes share, so that any node goes on with it and nobody
/// else can read or change it. It opens nothing by itself: whose sign-in answers it is decided from the browser's own cookie each time.
/// </summary>
public sealed class InteractionProtector(IDataProtectionProvider protection)
{
    public static readonly OAuthError Expired = new(ErrorCodes.InvalidRequest, "The sign-in was left open for too long. Start again at the application.");

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("AuthServer.AuthorizationInteraction").ToTimeLimitedDataProtector();

    public string Write(AuthorizationInteraction interaction)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(StoredJson.Write(interaction)));
        }

        return Base64Url.EncodeToString(_protector.Protect(packed.ToArray(), InteractionPolicy.LongestInteraction));
    }

    /// <summary>Null when it is not ours or too old.</summary>
    public AuthorizationInteraction? Read(string text)
    {
        try
        {
            using var packed = new MemoryStream(_protector.Unprotect(Base64Url.DecodeFromChars(text)));
            using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
            using var reader = new StreamReader(brotli, Encoding.UTF8);
            return StoredJson.Read<AuthorizationInteraction>(reader.ReadToEnd());
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
