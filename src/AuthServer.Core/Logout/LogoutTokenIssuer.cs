using AuthServer.Core.Clients;
using AuthServer.Core.Keys;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Logout;

/// <summary>Makes logout tokens, signed as the client's ID tokens are (OIDC Back-Channel Logout §2.4).</summary>
public sealed class LogoutTokenIssuer(ClientDirectory clients, SigningKeyRing keys, IOptions<TokenOptions> options, TimeProvider time)
{
    public async ValueTask<LogoutMessage> IssueAsync(LogoutDelivery delivery, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(delivery.ClientId, cancellationToken) is not { Disabled: false, Metadata: { BackchannelLogoutUri: { } uri } metadata })
        {
            return new LogoutMessage.Unwanted();
        }

        return JwsAlgorithm.Find(metadata.IdTokenSignedResponseAlg) is { } algorithm && keys.Signer(algorithm) is { } key
            ? new LogoutMessage.Ready(uri, LogoutTokenWriter.Sign(delivery, time.GetUtcNow(), options.Value.Issuer, key))
            : new LogoutMessage.NotYet();
    }
}
