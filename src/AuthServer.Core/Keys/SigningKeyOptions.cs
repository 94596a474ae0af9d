namespace AuthServer.Core.Keys;

/// <summary>How signing keys rotate (<c>AuthServer:SigningKeys</c>).</summary>
public sealed class SigningKeyOptions
{
    /// <summary>Algorithms for which a key is kept; the first signs access tokens (RFC 7518 §3.1). RS256 is always kept (OIDC Core §15.1).</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>For how long a key signs.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long before it first signs a key is published. Longer than any API keeps a key set.</summary>
    public TimeSpan PublishAhead { get; set; } = TimeSpan.FromDays(2);

    /// <summary>How often a node looks for keys that another has added.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMinutes(1);
}
