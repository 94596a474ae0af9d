namespace AuthServer.EntityFrameworkCore.History;

/// <summary>What is kept for a while after it is done with.</summary>
public enum HistoryKind
{
    /// <summary>By their end; with each goes the code that it came of, which until then ends it when it is presented again.</summary>
    EndedSessions = 0,

    /// <summary>By their instant.</summary>
    AuditEvents = 1,

    /// <summary>By their expiry: no API needs them after it.</summary>
    FeedEntries = 2,

    /// <summary>Codes and pushed requests that no session came of, by their expiry.</summary>
    Artefacts = 3,

    /// <summary>Proofs and assertions, by their expiry.</summary>
    ReplayIdentifiers = 4,

    /// <summary>Those that were delivered or given up, by the end that they told of.</summary>
    LogoutDeliveries = 5,

    /// <summary>By their minute.</summary>
    ActivityCounts = 6,

    /// <summary>Those that do not run any more, by their beginning.</summary>
    Incidents = 7,

    /// <summary>By their request.</summary>
    IdempotentAnswers = 8,
}
