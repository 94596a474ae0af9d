using AuthServer.Core.Tokens;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Revocation;

/// <summary>For how long APIs must be told of a revocation: as long as an access token that it concerns could still be accepted.</summary>
public sealed class RevocationRetention(IOptions<TokenOptions> options)
{
    // The longest request, the largest clock skew that an API may allow, and 60 s to spare.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5) + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(60);

    public TimeSpan EntryLifetime => options.Value.MaximumAccessTokenLifetime + Margin;
}
