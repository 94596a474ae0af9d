using Microsoft.Extensions.Logging;

namespace AuthServer.Client.Telemetry;

/// <summary>Log messages of the library, ids 6500 to 6599. None carries a token.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(6500, LogLevel.Debug, "Tokens were renewed; the next renewal is due in {DueIn}")]
    public static partial void Renewed(ILogger logger, TimeSpan dueIn);

    [LoggerMessage(6501, LogLevel.Debug, "Tokens that another process had renewed were taken over; the next renewal is due in {DueIn}")]
    public static partial void Adopted(ILogger logger, TimeSpan dueIn);

    [LoggerMessage(6502, LogLevel.Warning, "Tokens could not be renewed: {Problem}. The session goes on; next attempt in {RetryAfter}")]
    public static partial void RenewalFailed(ILogger logger, string problem, TimeSpan retryAfter, Exception? exception);

    [LoggerMessage(6503, LogLevel.Error, "The server refuses to renew with {Error}, which a user cannot help: check the client's settings here and there. {Description}")]
    public static partial void RenewalRefused(ILogger logger, string error, string? description);

    [LoggerMessage(6504, LogLevel.Information, "The session has ended: {Reason}")]
    public static partial void SessionEnded(ILogger logger, Tokens.SessionEndReason reason);

    [LoggerMessage(6505, LogLevel.Error, "What listens for the end of sessions failed")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);

    [LoggerMessage(6506, LogLevel.Information, "The session is another sign-in's from now on")]
    public static partial void SessionReplaced(ILogger logger);

    [LoggerMessage(6510, LogLevel.Error, "Tokens could not be stored, or not cleared; this process goes on with what is in memory, and tries again")]
    public static partial void NotStored(ILogger logger, Exception exception);

    [LoggerMessage(6511, LogLevel.Error, "Stored tokens cannot be read: {Problem}")]
    public static partial void Unreadable(ILogger logger, string problem);

    [LoggerMessage(6512, LogLevel.Error, "The store of the tokens could not be read")]
    public static partial void NotRead(ILogger logger, Exception exception);

    [LoggerMessage(6513, LogLevel.Warning, "The stored tokens are those of {Client} at {Issuer}, so they are not used: give each client a TokenFile of its own")]
    public static partial void Foreign(ILogger logger, string issuer, string client);

    [LoggerMessage(6520, LogLevel.Information, "{Origin} refused an access credential; it has been renewed, and the request is sent once more")]
    public static partial void Repeated(ILogger logger, string origin);

    [LoggerMessage(6521, LogLevel.Warning, "{Origin} refused an access credential; it has been renewed, but the request's body was a stream and cannot be sent again")]
    public static partial void NotRepeated(ILogger logger, string origin);

    [LoggerMessage(6522, LogLevel.Warning, "{Origin} refuses access credentials that are new: its issuer, audience or clock does not fit the server's")]
    public static partial void RefusesNew(ILogger logger, string origin);

    [LoggerMessage(6523, LogLevel.Debug, "{Origin} is none of the origins that this HttpClient sends access credentials to, so none is sent")]
    public static partial void ForeignOrigin(ILogger logger, string origin);

    [LoggerMessage(6530, LogLevel.Information, "Signed in by {Way}")]
    public static partial void SignedIn(ILogger logger, string way);

    [LoggerMessage(6531, LogLevel.Information, "A sign-in by {Way} was refused with {Error}")]
    public static partial void SignInRefused(ILogger logger, string way, string error);

    [LoggerMessage(6532, LogLevel.Warning, "Signed out here, but the server could not be told: {Problem}")]
    public static partial void ServerNotTold(ILogger logger, string problem);
}
