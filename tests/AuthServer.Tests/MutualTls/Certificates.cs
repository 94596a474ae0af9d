using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Tests.MutualTls;

/// <summary>Certificates for one run of the tests.</summary>
internal static class Certificates
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(Yesterday, Yesterday.AddDays(10));
    }

    public static X509Certificate2 Client(string subject, X509Certificate2 authority, bool isForServers = false, bool isExpired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(new X500DistinguishedName(subject), key, isForServers ? ServerAuthentication : ClientAuthentication);
        using var signed = request.Create(authority, Yesterday, isExpired ? Yesterday.AddHours(1) : Yesterday.AddDays(5), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return Loaded(withKey);
    }

    public static X509Certificate2 SelfSigned(string subject, ECDsa? key = null, bool isExpired = false)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request(new X500DistinguishedName(subject), key ?? own, ClientAuthentication)
            .CreateSelfSigned(Yesterday, isExpired ? Yesterday.AddHours(1) : Yesterday.AddDays(5));
        return Loaded(made);
    }

    public static X509Certificate2 Server()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request(new X500DistinguishedName("CN=127.0.0.1"), key, ServerAuthentication).CreateSelfSigned(Yesterday, Yesterday.AddDays(5));
        return Loaded(made);
    }

    private static DateTimeOffset Yesterday => DateTimeOffset.UtcNow.AddDays(-1);

    private static CertificateRequest Request(X500DistinguishedName subject, ECDsa key, string usage)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        return request;
    }

    /// <summary>TLS wants the private key where the platform put it itself.</summary>
    private static X509Certificate2 Loaded(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
}
