using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Clients;

/// <summary>The limits of the FAPI 2.0 Security Profile for clients that are held to it.</summary>
public static class Fapi2Profile
{
    /// <summary>§5.3.2.1 and §5.3.2.2: who must be able to authenticate by a key.</summary>
    public static readonly IReadOnlyList<string> AuthenticationMethods =
        [ClientAuthenticationMethods.PrivateKeyJwt, ClientAuthenticationMethods.TlsClient, ClientAuthenticationMethods.SelfSignedTlsClient];

    /// <summary>§5.4.1: the algorithms of the profile that this server knows.</summary>
    public static readonly IReadOnlyList<JwsAlgorithm> Algorithms = [JwsAlgorithm.ES256, JwsAlgorithm.PS256];

    /// <summary>§5.3.2.2: authorization codes live no longer.</summary>
    public static readonly TimeSpan LongestCode = TimeSpan.FromSeconds(60);

    /// <summary>§5.3.2.2: a <c>request_uri</c> expires before that.</summary>
    public static readonly TimeSpan PushedRequestBound = TimeSpan.FromSeconds(600);

    public static bool Allows(JwsAlgorithm algorithm) => Algorithms.Contains(algorithm);
}
