namespace AuthServer.Configuration;

/// <summary>The server cannot start as it is set up; the message says why and what to do.</summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
