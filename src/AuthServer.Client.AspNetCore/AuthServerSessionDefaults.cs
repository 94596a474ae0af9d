namespace AuthServer.Client.AspNetCore;

/// <summary>Names that this library uses when nothing else is said.</summary>
public static class AuthServerSessionDefaults
{
    /// <summary>The configuration section that options are conventionally bound from.</summary>
    public const string ConfigurationSection = "AuthServer:Session";

    /// <summary>The path under which a page finds refresh, sign-in and sign-out; also what the library for browsers assumes.</summary>
    public const string BasePath = "/auth";

    /// <summary>The category of the log.</summary>
    public const string LogCategory = "AuthServer.Client.AspNetCore";
}
