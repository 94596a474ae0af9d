namespace AuthServer.Api.Notes;

/// <summary>What adding a note came to.</summary>
public abstract record NoteAddition
{
    private NoteAddition()
    {
    }

    /// <summary>The note is kept.</summary>
    public sealed record Added(Note Note) : NoteAddition;

    /// <summary>The owner has as many notes as one may have.</summary>
    public sealed record OwnerIsFull : NoteAddition;

    /// <summary>The store has as many owners as it can hold.</summary>
    public sealed record StoreIsFull : NoteAddition;
}
