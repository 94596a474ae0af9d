namespace AuthServer.Protocol.Jose;

/// <summary>
/// Which RSA keys are taken: at least 2048 bits (RFC 7518 §3.3), and no larger than a signature check stays cheap,
/// since keys arrive from outside (a client's key set, a DPoP proof).
/// </summary>
internal static class RsaLimits
{
    public const int LeastBits = 2048;
    public const int MostBits = 8192;
    public const int MostExponentLength = 4;
}
