using AuthServer.Core.Results;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Endpoints;

/// <summary>The challenges of the endpoints that access tokens open: <c>Bearer</c> (RFC 6750 §3) and <c>DPoP</c> (RFC 9449 §7.1), with what a user has yet to show (RFC 9470 §3).</summary>
internal static class BearerChallenges
{
    public static string[] Of(OAuthError error) => error switch
    {
        // RFC 6750 §3.1: who sent no token is told of no error.
        _ when ReferenceEquals(error, PresentedTokenReader.NoToken) => ["Bearer realm=\"AuthServer\"", $"DPoP algs=\"{DpopProof.Algorithms}\""],
        { Code: ErrorCodes.InvalidDpopProof or ErrorCodes.UseDpopNonce } => [$"DPoP {Error(error)}, algs=\"{DpopProof.Algorithms}\""],
        _ => [$"Bearer realm=\"AuthServer\", {Error(error)}", $"DPoP {Error(error)}, algs=\"{DpopProof.Algorithms}\""],
    };

    private static string Error(OAuthError error) => $"error=\"{error.Code}\", error_description=\"{error.Description}\""
        + (error.AcrValues is { } acr ? $", acr_values=\"{acr}\"" : "")
        + (error.MaxAge is { } age ? $", max_age=\"{(long)age.TotalSeconds}\"" : "");
}
