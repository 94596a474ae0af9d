using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Http;

/// <summary>What a resource asks for with a 401 (RFC 6750 §3, RFC 9449 §7.1 and §9).</summary>
internal enum Challenge
{
    /// <summary>Nothing that a new token could help: too little scope, no error, another scheme.</summary>
    None,

    /// <summary>Another token: this one has expired, or was revoked.</summary>
    NewToken,

    /// <summary>The same token, with a proof that carries the nonce of this answer.</summary>
    Nonce,
}

/// <summary>Reads challenges.</summary>
internal static class Challenges
{
    private const string ErrorName = "error";

    public static Challenge Of(HttpResponseMessage response)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized)
        {
            return Challenge.None;
        }

        var errors = response.Headers.WwwAuthenticate
            .Where(challenge => IsOurs(challenge.Scheme))
            .Select(challenge => ErrorOf(challenge.Parameter))
            .ToList();
        return errors.Contains(ErrorCodes.UseDpopNonce) ? Challenge.Nonce
            : errors.Contains(ErrorCodes.InvalidToken) ? Challenge.NewToken
            : Challenge.None;
    }

    private static bool IsOurs(string scheme) =>
        string.Equals(scheme, "Bearer", StringComparison.OrdinalIgnoreCase) || string.Equals(scheme, DpopNames.Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of the parameter <c>error</c> (RFC 9110 §11.2: token or quoted string, names without regard to case); null when there is none.</summary>
    private static string? ErrorOf(ReadOnlySpan<char> parameters)
    {
        while (!(parameters = parameters.TrimStart(" \t,")).IsEmpty)
        {
            var equals = parameters.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }

            var name = parameters[..equals].Trim();
            parameters = parameters[(equals + 1)..].TrimStart(" \t");
            var value = Value(ref parameters);
            if (name.Equals(ErrorName, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private static string Value(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != '"')
        {
            var comma = rest.IndexOf(',');
            var token = comma < 0 ? rest : rest[..comma];
            rest = rest[token.Length..];
            return token.Trim().ToString();
        }

        var text = new System.Text.StringBuilder();
        var position = 1;
        for (; position < rest.Length && rest[position] != '"'; position++)
        {
            // A backslash quotes what follows it.
            position += rest[position] == '\\' && position + 1 < rest.Length ? 1 : 0;
            text.Append(rest[position]);
        }

        rest = rest[Math.Min(position + 1, rest.Length)..];
        return text.ToString();
    }
}
