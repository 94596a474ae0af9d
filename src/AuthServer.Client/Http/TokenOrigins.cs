using AuthServer.Client.Discovery;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.Http;

/// <summary>The origins (RFC 6454 §4) that a token may be sent to.</summary>
internal sealed class TokenOrigins
{
    private readonly HashSet<string> _origins;

    private TokenOrigins(HashSet<string> origins) => _origins = origins;

    /// <exception cref="OptionsValidationException">There is none, or one that is no origin, or not https.</exception>
    public static TokenOrigins Of(AuthServerTokensOptions options, Uri? baseAddress, string client)
    {
        string[] named = options.Origins.Count > 0 ? [.. options.Origins] : baseAddress is null ? [] : [baseAddress.GetLeftPart(UriPartial.Authority)];
        var refusals = Refusals(named, options, client).ToList();
        return refusals.Count == 0
            ? new TokenOrigins([.. named.Select(origin => OriginOf(new Uri(origin)))])
            : throw new OptionsValidationException(client, typeof(AuthServerTokensOptions), refusals);
    }

    public bool Contains(Uri? address) => address is { IsAbsoluteUri: true } && Transport.Allows(address) && _origins.Contains(OriginOf(address));

    private static IEnumerable<string> Refusals(string[] named, AuthServerTokensOptions options, string client)
    {
        if (named.Length == 0)
        {
            yield return $"The HttpClient '{client}' has no BaseAddress, so nobody knows where its tokens may go; set it, or name the origins: AddAuthServerTokens(o => o.Origins.Add(\"https://api.example.com\")).";
        }

        foreach (var origin in named)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.AbsolutePath is not "/" || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            {
                yield return $"'{origin}', of the HttpClient '{client}', is no origin; write scheme, host and port alone, such as https://api.example.com.";
            }
            else if (!Transport.Allows(uri))
            {
                yield return $"'{origin}', of the HttpClient '{client}', must be https, since tokens are sent there; http is for loopback addresses.";
            }
        }

        if (options.BodyLimit < 0)
        {
            yield return $"BodyLimit of the HttpClient '{client}' must not be negative; 0 keeps no body.";
        }
    }

    private static string OriginOf(Uri address) => $"{address.Scheme}://{address.IdnHost}:{address.Port}";
}
