using AuthServer.Protocol.Dpop;
using AuthServer.Validation.Tokens;

namespace AuthServer.Validation;

/// <summary>The values of <c>WWW-Authenticate</c> (RFC 6750 §3, RFC 9449 §7.1).</summary>
internal static class AuthServerChallenges
{
    private const string Bearer = "Bearer";

    private static readonly string Algorithms = $"algs=\"{DpopProof.Algorithms}\"";
    private static readonly string Dpop = $"{DpopNames.Scheme} {Algorithms}";

    // RFC 6750 §3: the scheme is followed by one parameter at least.
    private const string Invitation = $"{Bearer} realm=\"api\"";

    /// <summary>RFC 6750 §3.1: a request without a token learns no error, only how it may come again.</summary>
    public static string[] ForNone(bool acceptDpop) => acceptDpop ? [Invitation, Dpop] : [Invitation];

    public static string[] For(TokenOutcome.Refused refused, bool acceptDpop)
    {
        var challenge = Of(refused.Scheme, $"error=\"{refused.Refusal.Error}\", error_description=\"{refused.Refusal.Description}\"");

        // The token may be good, under the other scheme.
        return refused.Refusal == TokenRefusal.SenderConstrained && acceptDpop ? [challenge, Dpop] : [challenge];
    }

    /// <param name="scope">The scopes that are needed; null when something else is missing.</param>
    public static string ForForbidden(TokenScheme scheme, string? scope) =>
        Of(scheme, scope is null ? "error=\"insufficient_scope\"" : $"error=\"insufficient_scope\", scope=\"{scope}\"");

    private static string Of(TokenScheme scheme, string error) =>
        scheme == TokenScheme.Bearer ? $"{Bearer} {error}" : $"{DpopNames.Scheme} {error}, {Algorithms}";
}
