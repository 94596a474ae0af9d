namespace AuthServer.Core.Tokens;

/// <summary>An access token as a request to this server itself presents it (RFC 6750 §2, RFC 9449 §7.1).</summary>
/// <param name="IsDpop">Under the scheme <c>DPoP</c> instead of <c>Bearer</c>.</param>
public sealed record PresentedToken(string Token, bool IsDpop)
{
    public override string ToString() => $"PresentedToken {{ IsDpop = {IsDpop} }}";
}
