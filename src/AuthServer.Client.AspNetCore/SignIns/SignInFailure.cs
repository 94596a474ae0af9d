using AuthServer.Client.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Client.AspNetCore.SignIns;

/// <summary>Tells a page that a sign-in came to nothing, by a code of the protocol and nothing else of what came from outside.</summary>
internal static class SignInFailure
{
    /// <summary>The browser that comes back has not begun this sign-in, or too long ago; also what a reloaded callback is told.</summary>
    public const string Expired = "sign_in_expired";

    private const int LongestCode = 64;

    public static IResult Tell(HttpContext context, AuthServerSessionOptions options, string error) =>
        Answers.SeeOther(context, $"{context.Request.PathBase}{LocalAddress.Escaped(options.SignInFailedPath)}?sign_in_error={Word(error)}");

    /// <summary>What looks like a code (RFC 6749 §4.1.2.1), and no text that somebody would have a page show.</summary>
    private static string Word(string error) =>
        error.Length is > 0 and <= LongestCode && error.All(letter => char.IsAsciiLetterLower(letter) || letter == '_') ? error : "server_error";
}
