using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.Audit;

/// <summary>
/// Who does what is done in this scope, from where and why. Pages, the administration API and commands say so before they change an account or a role; what
/// that ends is recorded under it. Unless an actor is named, users act for themselves.
/// </summary>
public sealed class ActingParty
{
    /// <summary>Null while users act for themselves.</summary>
    public string? Actor { get; private set; }

    public Caller Caller { get; private set; } = Caller.Unknown;

    /// <summary>Why, in the words of whoever acts; kept in audit.</summary>
    public string? Note { get; private set; }

    /// <summary>Users act for themselves, from here.</summary>
    public void ActFrom(Caller caller) => Caller = caller;

    /// <param name="actor">One of the forms of <see cref="Actors"/>.</param>
    /// <param name="caller">Where it comes from; unknown for whoever runs a command.</param>
    /// <param name="note">Why, at most <see cref="AuditEvent.MaximumDetailLength"/> characters.</param>
    public void ActAs(string actor, Caller caller, string? note = null) => (Actor, Caller, Note) = (actor, caller, note);

    /// <summary>Whom audit names for what is done to a user's account.</summary>
    public string ActorOn(UserId user) => Actor ?? Actors.User(user);

    /// <summary>Whether somebody else than the user, or the user as an administrator, does something to the user's account.</summary>
    public bool IsSomebodyElseThan(UserId user) => Actor is not null && Actor != Actors.User(user);
}
