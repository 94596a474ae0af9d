using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// What the <c>Authorization</c> header says, read by RFC 6750 §2.1. Tokens in a form body or in the query (§2.2, §2.3) are not looked for,
/// since both end up in logs and browser history (RFC 9700 §4.3.2).
/// </summary>
internal abstract record BearerCredentials
{
    private const string Scheme = "Bearer";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    private static readonly BearerCredentials None = new Absent();
    private static readonly BearerCredentials SeveralHeaders = new Invalid(BearerRefusal.SeveralHeaders);
    private static readonly BearerCredentials MalformedHeader = new Invalid(BearerRefusal.MalformedHeader);

    private BearerCredentials()
    {
    }

    public static BearerCredentials Read(StringValues authorization)
    {
        if (authorization.Count > 1)
        {
            return SeveralHeaders;
        }

        // Another scheme (Basic, DPoP) is for another handler: not an error here, and no result either.
        var header = authorization.Count == 0 ? "" : authorization[0] ?? "";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || (header.Length > Scheme.Length && header[Scheme.Length] != ' '))
        {
            return None;
        }

        var token = header.AsMemory(Scheme.Length).Trim(' ');
        return IsB64Token(token.Span) ? new Presented(token) : MalformedHeader;
    }

    // b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
    private static bool IsB64Token(ReadOnlySpan<char> token)
    {
        var body = token.TrimEnd('=');
        return body.Length > 0 && !body.ContainsAnyExcept(TokenCharacters);
    }

    /// <summary>The request carries no bearer credential.</summary>
    public sealed record Absent : BearerCredentials;

    /// <summary>The request carries a well-formed token, of which nothing is known yet. It is a slice of the header: a token seen before is never copied.</summary>
    public sealed record Presented(ReadOnlyMemory<char> Token) : BearerCredentials
    {
        /// <summary>Says nothing of the token, so that no log can.</summary>
        public override string ToString() => nameof(Presented);
    }

    /// <summary>The request breaks the syntax.</summary>
    public sealed record Invalid(BearerRefusal Refusal) : BearerCredentials;
}
