using Microsoft.Extensions.Logging;

namespace AuthServer.Client.AspNetCore.Telemetry;

/// <summary>Log messages of the library, ids 6600 to 6699. None carries a token, a code or a cookie.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(6600, LogLevel.Information, "Signed in: session {Session}")]
    public static partial void SignedIn(ILogger logger, string session);

    [LoggerMessage(6601, LogLevel.Information, "A sign-in came to nothing: {Problem}")]
    public static partial void SignInFailed(ILogger logger, string problem, Exception? exception = null);

    [LoggerMessage(6602, LogLevel.Warning, "A sign-in could not be begun or completed, because the server is not available: {Problem}")]
    public static partial void SignInUnavailable(ILogger logger, string problem, Exception? exception = null);

    [LoggerMessage(6610, LogLevel.Debug, "Session {Session} was renewed")]
    public static partial void Renewed(ILogger logger, string session);

    [LoggerMessage(6611, LogLevel.Information, "Session {Session} has ended: {Reason}")]
    public static partial void Ended(ILogger logger, string session, string reason);

    [LoggerMessage(6612, LogLevel.Warning, "Session {Session} could not be renewed: {Problem}. It goes on; the page tries again")]
    public static partial void NotRenewed(ILogger logger, string session, string problem, Exception? exception = null);

    [LoggerMessage(6613, LogLevel.Error, "The server refuses to renew with {Error}, which no user can help: check this application's settings here and there. {Description}")]
    public static partial void RenewalRefused(ILogger logger, string error, string? description);

    [LoggerMessage(6614, LogLevel.Warning, "What a browser keeps of a session cannot be read: the Data Protection keys that sealed it are gone, or another application's")]
    public static partial void Unreadable(ILogger logger, Exception exception);

    [LoggerMessage(6615, LogLevel.Error, "The Data Protection keys cannot be read, and so nothing that browsers keep: pages are asked to come again")]
    public static partial void NoSealKeys(ILogger logger, Exception exception);

    [LoggerMessage(6620, LogLevel.Information, "Signed out: session {Session}")]
    public static partial void SignedOut(ILogger logger, string session);

    [LoggerMessage(6621, LogLevel.Warning, "The server could not be told that session {Session} is signed out: {Problem}. The page tries again")]
    public static partial void ServerNotTold(ILogger logger, string session, string problem, Exception? exception = null);

    [LoggerMessage(6630, LogLevel.Information, "The server says that session {Session} has ended")]
    public static partial void EndedAtServer(ILogger logger, string? session);

    [LoggerMessage(6631, LogLevel.Warning, "What claims to be the server's word that a session has ended is refused: {Problem}")]
    public static partial void LogoutRefused(ILogger logger, string problem);

    [LoggerMessage(6632, LogLevel.Warning, "The server's keys could not be read: {Problem}")]
    public static partial void NoKeys(ILogger logger, string problem, Exception? exception = null);

    [LoggerMessage(6640, LogLevel.Warning, "A request to {Path} is refused as another site's: {Sign}")]
    public static partial void Foreign(ILogger logger, string path, string sign);

    [LoggerMessage(6641, LogLevel.Error, "Sessions need https. Behind a proxy that ends TLS, let ForwardedHeaders set the scheme; http serves on loopback in Development alone")]
    public static partial void NotHttps(ILogger logger);
}
