namespace AuthServer.Protocol.Jose;

/// <summary>What reading a token came to.</summary>
public abstract record JwtResult
{
    private JwtResult()
    {
    }

    /// <summary>The signature is good and the claims are well formed; who issued them for whom and until when is still to be checked.</summary>
    public sealed record Verified(JwtClaims Claims) : JwtResult;

    /// <summary>The token is not taken.</summary>
    public sealed record Refused(JwtRefusal Reason) : JwtResult;
}
