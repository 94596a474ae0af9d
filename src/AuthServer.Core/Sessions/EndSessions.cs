namespace AuthServer.Core.Sessions;

/// <summary>The end of chosen sessions, one or any number. Those that are not active are passed over.</summary>
/// <param name="Actor">Who ended them: <c>user:…</c>, <c>admin:…</c>, <c>operator:…</c> or <c>server</c>.</param>
public sealed record EndSessions(IReadOnlyCollection<SessionId> Ids, EndReason Reason, string Actor, Caller Caller)
{
    /// <summary>How many end in one transaction.</summary>
    public const int BatchSize = 500;

    /// <summary>
    /// Whether the browser sign-ins that they started from end too, so that no browser opens another session without being asked. Other sessions under
    /// them go on.
    /// </summary>
    public bool WithSignIns { get; init; } = true;

    /// <summary>What whoever ended them noted beside it; kept in audit.</summary>
    public string? Note { get; init; }
}
