using AuthServer.Configuration;

namespace AuthServer.Account;

/// <summary>
/// Names of this server's cookies. Over TLS they carry the prefix <c>__Host-</c>, which binds them to this very host; on loopback HTTP in Development, where
/// ports share their cookies, the names are at least this server's own.
/// </summary>
internal static class CookieNames
{
    public const string SignIn = "sign-in";
    public const string SecondFactor = "second-factor";
    public const string Passkey = "passkey";
    public const string Antiforgery = "antiforgery";
    public const string Notice = "notice";
    public const string EndedSignIn = "ended-sign-in";

    public static bool AreSecure(AuthServerOptions options) => options.Issuer.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public static string Of(AuthServerOptions options, string name) => AreSecure(options) ? $"__Host-authserver-{name}" : $"authserver-{name}";
}
