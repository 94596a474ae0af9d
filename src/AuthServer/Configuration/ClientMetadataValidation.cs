using AuthServer.Core.Keys;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Configuration;

/// <summary>What is wrong or dangerous in how a client is declared to speak the protocol: addresses, algorithms and lifetimes.</summary>
internal static class ClientMetadataValidation
{
    /// <summary>RFC 6749 §4.1.2 recommends no more.</summary>
    private static readonly TimeSpan LongestCode = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestDeviceCode = TimeSpan.FromHours(1);

    /// <summary>RFC 9126 §2.2: 5 to 600 seconds.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) PushedRequest = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(600));

    public static IEnumerable<string> Refusals(ClientDeclaration client, string key, AuthServerOptions options, bool isDevelopment) =>
        Addresses(client, key)
            .Concat(Algorithms(client, key, options.SigningKeys))
            .Concat(Lifetimes(client, key))
            .Concat(ClientLogoutValidation.Refusals(client, key, isDevelopment))
            .Concat(ClientKeyValidation.Refusals(client, key, options))
            .Concat(Fapi2Validation.Refusals(client, key, options.SigningKeys, isDevelopment));

    private static IEnumerable<string> Addresses(ClientDeclaration client, string key)
    {
        foreach (var (index, uri) in client.RedirectUris.Index())
        {
            if (RedirectUri.RefusalOf(uri) is { } refusal)
            {
                yield return $"{key}:RedirectUris:{index} {refusal}.";
            }
        }

        if (client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && client.RedirectUris.Count == 0)
        {
            yield return $"{key}:RedirectUris must name where authorization codes are sent, for GrantTypes has {GrantTypes.AuthorizationCode}.";
        }

        foreach (var origin in client.AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"{key}:AllowedOrigins: '{origin}' must be an origin as browsers send it, https://app.example.com or http://localhost:3000, without '/' at its end.";
        }
    }

    private static IEnumerable<string> Algorithms(ClientDeclaration client, string key, SigningKeyOptions signing)
    {
        string[] served = [.. signing.Algorithms.DefaultIfEmpty(JwsAlgorithm.ES256.Name).Append(JwsAlgorithm.RS256.Name).Distinct(StringComparer.Ordinal)];
        foreach (var (name, algorithm) in new[]
        {
            ("IdTokenSignedResponseAlg", client.IdTokenSignedResponseAlg),
            ("IntrospectionSignedResponseAlg", client.IntrospectionSignedResponseAlg ?? JwsAlgorithm.RS256.Name),
        })
        {
            if (!served.Contains(algorithm, StringComparer.Ordinal))
            {
                yield return $"{key}:{name}: '{algorithm}' is not one of {string.Join(", ", served)}, for which there are keys. Add it to AuthServer:SigningKeys:Algorithms.";
            }
        }
    }

    private static IEnumerable<string> Lifetimes(ClientDeclaration client, string key)
    {
        if (client.AuthorizationCodeLifetime <= TimeSpan.Zero || client.AuthorizationCodeLifetime > LongestCode)
        {
            yield return $"{key}:AuthorizationCodeLifetime must be more than zero and at most ten minutes (RFC 6749 §4.1.2).";
        }

        if (client.DeviceCodeLifetime <= TimeSpan.Zero || client.DeviceCodeLifetime > LongestDeviceCode)
        {
            yield return $"{key}:DeviceCodeLifetime must be more than zero and at most an hour.";
        }

        if (client.PushedRequestLifetime < PushedRequest.Least || client.PushedRequestLifetime > PushedRequest.Most)
        {
            yield return $"{key}:PushedRequestLifetime must be from 5 to 600 seconds (RFC 9126 §2.2).";
        }

        if (client.DefaultMaxAge < 0)
        {
            yield return $"{key}:DefaultMaxAge must be a number of seconds, 0 or more.";
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && text == uri.GetLeftPart(UriPartial.Authority)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    internal static bool IsSafe(string text, bool isDevelopment) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (isDevelopment && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
