namespace AuthServer.Core.Sessions;

/// <summary>The storage could not be asked, or gave no answer in time. The caller answers 503; nothing is known to have been changed.</summary>
public sealed class StoreUnavailableException(string message, Exception cause) : Exception(message, cause);
