using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Protocol.OAuth;

/// <summary>Proof Key for Code Exchange (RFC 7636), with S256 alone: <c>plain</c> gives the verifier to whoever sees the request (RFC 9700 §2.1.1).</summary>
public static class Pkce
{
    public const string S256 = "S256";

    private const int ChallengeLength = 43;
    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;

    // RFC 7636 §4.1: unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Whether the text is the base64url of a SHA-256 hash (RFC 7636 §4.2).</summary>
    public static bool IsChallenge(string text) => text.Length == ChallengeLength && Base64Url.IsValid(text);

    /// <summary>RFC 7636 §4.6; a verifier outside of the grammar of §4.1 matches nothing. Compared in fixed time.</summary>
    public static bool Matches(string challenge, string verifier) =>
        verifier.Length is >= ShortestVerifier and <= LongestVerifier
        && !verifier.AsSpan().ContainsAnyExcept(Unreserved)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ChallengeOf(verifier)), Encoding.ASCII.GetBytes(challenge));

    /// <summary>RFC 7636 §4.2.</summary>
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
