using AuthServer.Core.Tokens;

namespace AuthServer.Core.Revocation;

/// <summary>For how long APIs must be told of a revocation: as long as an access token that it concerns could still be accepted.</summary>
public static class RevocationRetention
{
    // The longest request, the largest clock skew that an API may allow, and 60 s to spare.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5) + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(60);

    public static TimeSpan EntryLifetime => TokenOptions.Ceiling + Margin;
}
