namespace AuthServer.Core.Logout;

/// <summary>
/// Where logout tokens may be sent. The addresses come from the operator alone, and still: https, so that nobody on the way reads or answers in the client's
/// place (OIDC Back-Channel Logout §2.2).
/// </summary>
public static class BackchannelLogoutUri
{
    /// <summary>The length that the storage has room for.</summary>
    public const int MaximumLength = 2048;

    /// <summary>Null when the address may be registered, else why not.</summary>
    /// <param name="text">The address.</param>
    /// <param name="allowLoopbackHttp">In Development.</param>
    public static string? RefusalOf(string text, bool allowLoopbackHttp) => Parse(text) switch
    {
        null => $"must be an absolute URI of printable ASCII characters, at most {MaximumLength} of them",
        _ when text.Contains('#', StringComparison.Ordinal) => "must not have a fragment (OIDC Back-Channel Logout §2.2)",
        { UserInfo.Length: > 0 } => "must not have user information",
        var uri when uri.Scheme == Uri.UriSchemeHttps => null,
        var uri when uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && allowLoopbackHttp => null,
        _ => "must be https; plain http is for a loopback address with ASPNETCORE_ENVIRONMENT=Development",
    };

    private static Uri? Parse(string text) =>
        text.Length <= MaximumLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('\\', StringComparison.Ordinal)
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : null;
}
