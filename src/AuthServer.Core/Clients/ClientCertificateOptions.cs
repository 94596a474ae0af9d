using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Core.Clients;

/// <summary>Who is believed when it certifies clients.</summary>
public sealed class ClientCertificateOptions
{
    /// <summary>The roots, which sign themselves, and the intermediates that clients may leave out.</summary>
    public X509Certificate2Collection Authorities { get; } = [];
}
