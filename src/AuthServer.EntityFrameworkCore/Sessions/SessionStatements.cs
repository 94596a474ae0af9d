namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The statements of <see cref="RelationalSessionStore"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record SessionStatements
{
    /// <summary>Inserts the session if its user, client and sign-in are as seen, with their rows held, and the code was spent; returns the row (see <see cref="SessionColumns"/>).</summary>
    public required string Create { get; init; }

    /// <summary>Replaces the current token under every condition that may refuse it; returns the row.</summary>
    public required string Rotate { get; init; }

    /// <summary>Moves the idle expiry and the last use under every condition that may refuse a rotation; returns the row.</summary>
    public required string Keep { get; init; }

    /// <summary>Counts a presentation of the predecessor under every condition that may refuse it; returns the row.</summary>
    public required string Retry { get; init; }

    /// <summary>Returns the row, whatever its state.</summary>
    public required string Find { get; init; }

    /// <summary>Ends one session with feed, audit and logout message; returns its id.</summary>
    public required string End { get; init; }

    /// <summary>Raises a user's epoch with feed and audit; returns the new epoch.</summary>
    public required string RaiseUserEpoch { get; init; }

    /// <summary>Marks up to 500 of a user's sessions that are behind an epoch as ended, with audit and logout messages, in id order; returns their ids.</summary>
    public required string MarkEndedOfUser { get; init; }

    /// <summary>Raises a user's epoch with feed and audit, and leaves the reason of the last end as it was; returns the new epoch.</summary>
    public required string RenewUserEpoch { get; init; }

    /// <summary>Raises a client's epoch and version with feed and audit; returns the new epoch.</summary>
    public required string RaiseClientEpoch { get; init; }

    /// <summary>Marks up to 500 of a client's sessions that are behind an epoch as ended, with audit and logout messages; returns their ids.</summary>
    public required string MarkEndedOfClient { get; init; }

    /// <summary>Ends those of the named sessions that are active with feed, audit and logout messages; returns their ids.</summary>
    public required string EndChosen { get; init; }

    /// <summary>
    /// Ends up to 500 active sessions that were opened from the named browser sign-ins after an instant, with feed, audit and logout messages, in id order;
    /// returns their ids. A later statement than the end of those sign-ins, as <see cref="EndUnderSignIn"/> is.
    /// </summary>
    public required string EndOpenedSince { get; init; }

    /// <summary>Ends up to 500 of a user's active sessions at one client with feed, audit and logout messages, in id order; returns their ids.</summary>
    public required string EndOfUserAtClient { get; init; }

    /// <summary>
    /// Ends the active sessions of a browser sign-in with feed, audit and logout messages; returns their ids. A statement of its own, after the
    /// sign-in's row was written: it must see the session whose creation that row waited for.
    /// </summary>
    public required string EndUnderSignIn { get; init; }
}
