using AuthServer.Core.Artefacts;
using AuthServer.Core.SignIns;

namespace AuthServer.Core.Authorization;

/// <summary>
/// An authorization request that its user is answering: carried from page to page and back to the authorization endpoint, which decides anew each time.
/// </summary>
public sealed record AuthorizationInteraction
{
    /// <summary>The parameters of the request, whichever way they came.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The pushed request that is spent with the answer (RFC 9126 §4); null when it was not pushed.</summary>
    public ArtefactKey? Pushed { get; init; }

    /// <summary>Nothing has been asked of the user yet: the request is still as the client sent it.</summary>
    public bool IsFresh { get; init; }

    /// <summary>The sign-in that the browser had when the request came; null when it had none.</summary>
    public SignInId? FoundSignIn { get; init; }

    /// <summary>By the storage's clock. What a prompt asks for counts when it happened after this.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The sign-in that the user chose to go on with.</summary>
    public SignInId? ChosenSignIn { get; init; }

    /// <summary>
    /// The instant after which something must have happened to have happened in this interaction. Whoever carries an interaction to another browser finds
    /// a sign-in there that is older than it, and gains nothing.
    /// </summary>
    public DateTimeOffset StartFor(SignIn signIn) => IsMadeHere(signIn) ? signIn.CreatedAt : StartedAt;

    /// <summary>Whether the user signed in to answer this request.</summary>
    public bool IsMadeHere(SignIn signIn) => signIn.Id != FoundSignIn && signIn.CreatedAt >= StartedAt;
}
