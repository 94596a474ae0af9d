using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Telemetry;

/// <summary>Log messages of the library, ids 6000 to 6099. None carries a token or anything else that a caller sent.</summary>
internal static partial class ValidationLog
{
    [LoggerMessage(6000, LogLevel.Information, "An access credential was refused: {Reason}")]
    public static partial void CredentialRefused(ILogger logger, string reason);

    [LoggerMessage(6001, LogLevel.Warning, "The keys of {Issuer} have never been read, so a token can be neither accepted nor refused")]
    public static partial void NoKeys(ILogger logger, string issuer);

    [LoggerMessage(6010, LogLevel.Information, "The keys of {Issuer} are known: {Count} usable")]
    public static partial void KeysChanged(ILogger logger, string issuer, int count);

    [LoggerMessage(6011, LogLevel.Warning, "The keys of {Issuer} could not be read: {Problem}. Known keys serve on")]
    public static partial void KeyFetchFailed(ILogger logger, string issuer, string problem, Exception? exception);

    [LoggerMessage(6012, LogLevel.Debug, "The keys of {Issuer} are unchanged")]
    public static partial void KeysUnchanged(ILogger logger, string issuer);

    [LoggerMessage(6013, LogLevel.Information, "A token names a key that is not known; the keys of {Issuer} are read again")]
    public static partial void UnknownKey(ILogger logger, string issuer);

    [LoggerMessage(6030, LogLevel.Information, "The revocations of {Issuer} are known: {Count} in force")]
    public static partial void RevocationsKnown(ILogger logger, string issuer, int count);

    [LoggerMessage(6031, LogLevel.Warning, "The revocation feed of {Issuer} could not be read: {Problem}. Known revocations serve on; next poll in {Pause}")]
    public static partial void RevocationPollFailed(ILogger logger, string issuer, string problem, TimeSpan pause, Exception? exception);

    [LoggerMessage(6032, LogLevel.Warning, "The latest revocations of {Issuer} are not known, so a token can be neither accepted nor refused")]
    public static partial void StaleRevocations(ILogger logger, string issuer);

    [LoggerMessage(6020, LogLevel.Warning, "{Capacity} proofs of possession are remembered and none can be forgotten yet; further ones are refused until some expire")]
    public static partial void ProofCacheFull(ILogger logger, int capacity);
}
