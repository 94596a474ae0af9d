using AuthServer.Core.Logout;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Configuration;

/// <summary>What is wrong or dangerous in what a client declares of logouts.</summary>
internal static class ClientLogoutValidation
{
    /// <param name="key">Where the declaration stands in the configuration.</param>
    public static IEnumerable<string> Refusals(ClientDeclaration client, string key, bool isDevelopment)
    {
        if (client.BackChannelLogoutUri is { } address && BackchannelLogoutUri.RefusalOf(address, isDevelopment) is { } refusal)
        {
            yield return $"{key}:BackChannelLogoutUri {refusal}.";
        }

        foreach (var (index, uri) in client.PostLogoutRedirectUris.Index())
        {
            if (RedirectUri.RefusalOf(uri) is { } reason)
            {
                yield return $"{key}:PostLogoutRedirectUris:{index} {reason}.";
            }
        }
    }
}
