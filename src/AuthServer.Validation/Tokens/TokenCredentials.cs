using System.Buffers;
using AuthServer.Protocol.Dpop;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// What the <c>Authorization</c> header says, read by RFC 6750 §2.1 and RFC 9449 §7.1. Tokens in a form body or in the query (RFC 6750 §2.2, §2.3)
/// are not looked for, since both end up in logs and browser history (RFC 9700 §4.3.2).
/// </summary>
internal abstract record TokenCredentials
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    private static readonly TokenCredentials None = new Absent();
    private static readonly TokenCredentials SeveralHeaders = new Invalid(TokenRefusal.SeveralHeaders, TokenScheme.Bearer);

    private TokenCredentials()
    {
    }

    public static TokenCredentials Read(StringValues authorization, bool acceptDpop)
    {
        if (authorization.Count > 1)
        {
            return SeveralHeaders;
        }

        var header = authorization.Count == 0 ? "" : authorization[0] ?? "";
        if (Has(header, "Bearer"))
        {
            return Read(header.AsMemory("Bearer".Length), TokenScheme.Bearer);
        }

        // Another scheme (Basic) is for another handler: not an error here, and no result either.
        return acceptDpop && Has(header, DpopNames.Scheme) ? Read(header.AsMemory(DpopNames.Scheme.Length), TokenScheme.Dpop) : None;
    }

    /// <summary>The scheme of a header that was accepted.</summary>
    public static TokenScheme SchemeOf(StringValues authorization) =>
        authorization is [{ } header] && Has(header, DpopNames.Scheme) ? TokenScheme.Dpop : TokenScheme.Bearer;

    private static bool Has(string header, string scheme) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && (header.Length == scheme.Length || header[scheme.Length] == ' ');

    private static TokenCredentials Read(ReadOnlyMemory<char> rest, TokenScheme scheme)
    {
        var token = rest.Trim(' ');
        return IsB64Token(token.Span) ? new Presented(token, scheme) : new Invalid(TokenRefusal.MalformedHeader, scheme);
    }

    // b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="; token68 of DPoP is the same.
    private static bool IsB64Token(ReadOnlySpan<char> token)
    {
        var body = token.TrimEnd('=');
        return body.Length > 0 && !body.ContainsAnyExcept(TokenCharacters);
    }

    /// <summary>The request carries no access token.</summary>
    public sealed record Absent : TokenCredentials;

    /// <summary>The request carries a well-formed token, of which nothing is known yet. It is a slice of the header: a token seen before is never copied.</summary>
    public sealed record Presented(ReadOnlyMemory<char> Token, TokenScheme Scheme) : TokenCredentials
    {
        /// <summary>Says nothing of the token, so that no log can.</summary>
        public override string ToString() => $"{nameof(Presented)} {{ Scheme = {Scheme} }}";
    }

    /// <summary>The request breaks the syntax.</summary>
    public sealed record Invalid(TokenRefusal Refusal, TokenScheme Scheme) : TokenCredentials;
}
