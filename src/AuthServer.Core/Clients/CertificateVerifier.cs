using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Core.Results;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Clients;

/// <summary>Verifies the certificate that a client made its TLS connection with (RFC 8705 §2). That it has the private key, TLS has shown.</summary>
public sealed class CertificateVerifier(ClientKeys keys, IOptions<ClientCertificateOptions> options, TimeProvider time)
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Null when the certificate shows that the connection is the client's.</summary>
    public OAuthError? RefusalOf(ClientRegistration client, X509Certificate2 certificate) => client.Metadata.TokenEndpointAuthMethod switch
    {
        ClientAuthenticationMethods.TlsClient => RefusalOfCertified(client, certificate),
        ClientAuthenticationMethods.SelfSignedTlsClient => RefusalOfPinned(client, certificate),
        _ => OAuthError.InvalidClient("the client is not registered for certificates"),
    };

    /// <summary>RFC 8705 §2.1: an authority that the operator trusts has certified exactly this subject.</summary>
    private OAuthError? RefusalOfCertified(ClientRegistration client, X509Certificate2 certificate)
    {
        if (client.Metadata.TlsClientAuthSubjectDn is not { } subject || !DistinguishedName.Matches(subject, certificate.SubjectName))
        {
            return OAuthError.InvalidClient("the certificate is for another subject");
        }

        return IsCertified(certificate) ? null : OAuthError.InvalidClient("the certificate does not lead to a trusted authority");
    }

    /// <summary>RFC 8705 §2.2: the certificate's key is one that the client has declared; who signed it does not matter.</summary>
    private OAuthError? RefusalOfPinned(ClientRegistration client, X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            return OAuthError.InvalidClient("the certificate is not valid now");
        }

        return keys.Contains(client, certificate.PublicKey.ExportSubjectPublicKeyInfo()) ? null : OAuthError.InvalidClient("the certificate's key is none of the client's");
    }

    private bool IsCertified(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.Value.Authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(ClientAuthentication);
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;

        // Nothing is fetched while a request waits: neither lists of what was revoked nor certificates that are missing.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        try
        {
            return chain.Build(certificate);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }
}
