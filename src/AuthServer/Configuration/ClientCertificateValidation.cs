using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Configuration;

/// <summary>What may be wrong with the settings for TLS client certificates, which concern all clients.</summary>
internal static class ClientCertificateValidation
{
    public static IEnumerable<string> Refusals(AuthServerOptions options)
    {
        if (options.ClientCertificateAuthorities is not { } file)
        {
            yield break;
        }

        if (!options.ClientCertificates)
        {
            yield return "AuthServer:ClientCertificateAuthorities has no effect unless AuthServer:ClientCertificates is true. Set it, or remove the file.";
        }

        if (RefusalOf(file) is { } reason)
        {
            yield return $"AuthServer:ClientCertificateAuthorities, {file}, must be a PEM file with the certificates of authorities: {reason}";
        }
    }

    private static string? RefusalOf(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? null : "it holds none.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return exception.Message;
        }
    }
}
