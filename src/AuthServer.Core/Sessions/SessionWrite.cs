namespace AuthServer.Core.Sessions;

/// <summary>What a conditional statement on one session did.</summary>
public abstract record SessionWrite
{
    private SessionWrite()
    {
    }

    /// <summary>The condition held; this is the row after the write.</summary>
    public sealed record Applied(SessionSnapshot Snapshot) : SessionWrite;

    /// <summary>The condition did not hold; nothing was changed.</summary>
    public sealed record NotApplied : SessionWrite;

    /// <summary>The connection was lost, or the statement failed on its way: it may or may not have been applied.</summary>
    public sealed record Unknown(Exception Cause) : SessionWrite;
}
