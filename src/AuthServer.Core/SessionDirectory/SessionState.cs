namespace AuthServer.Core.SessionDirectory;

/// <summary>What has become of a session.</summary>
public enum SessionState
{
    Active,
    Ended,
}
