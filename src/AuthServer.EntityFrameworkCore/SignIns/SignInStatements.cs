namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>
/// The statements of <see cref="RelationalSignInStore"/> in one database's dialect. Parameters have the same names in both; durations are seconds.
/// </summary>
internal sealed record SignInStatements
{
    /// <summary>Inserts the sign-in if its user is as seen, with the user's row held; returns the row (see <see cref="SignInColumns"/>).</summary>
    public required string Create { get; init; }

    /// <summary>Returns the row, whatever its state.</summary>
    public required string Find { get; init; }

    /// <summary>Renews the instant and context of a live sign-in's authentication; returns the row.</summary>
    public required string Raise { get; init; }

    /// <summary>Renews the instant at which an active sign-in was last seen, if that is <c>@pause</c> ago; returns its id.</summary>
    public required string NoteSeen { get; init; }

    /// <summary>Ends an active sign-in with audit; returns its id. The sessions under it follow in the same transaction, by a later statement.</summary>
    public required string End { get; init; }

    /// <summary>Ends the active sign-ins that those of the named sessions started from that are active, with audit; returns their ids.</summary>
    public required string EndOfSessions { get; init; }

    /// <summary>Ends those of the named sign-ins that are active, with audit; returns their ids. What becomes of the sessions under them is another statement's.</summary>
    public required string EndChosen { get; init; }

    /// <summary>Marks up to 500 of a user's sign-ins that are behind an epoch as ended, with audit, in id order; returns their ids.</summary>
    public required string MarkEndedOfUser { get; init; }

    /// <summary>
    /// Ends up to 500 sign-ins past their expiry with audit; returns their ids. In the order of their expiry, for the index: a statement that passes over what
    /// others hold waits for nobody, and so cannot be part of a deadlock.
    /// </summary>
    public required string EndExpired { get; init; }
}
