namespace AuthServer.Api.Notes;

/// <summary>
/// Notes in memory, each seen and changed by its owner alone. Bounded in every direction, so that no caller can exhaust the host:
/// notes of an owner, owners, and (by <see cref="NoteContent"/>) the size of a note. An owner without notes takes no room.
/// </summary>
internal sealed class NoteStore(TimeProvider time)
{
    public const int NotesPerOwner = 100;
    public const int Owners = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<Guid, Note>> _byOwner = new(StringComparer.Ordinal);

    /// <summary>The owner's notes, oldest first.</summary>
    public IReadOnlyList<Note> List(string owner)
    {
        lock (_gate)
        {
            return _byOwner.TryGetValue(owner, out var notes) ? [.. notes.Values.OrderBy(note => note.CreatedAt).ThenBy(note => note.Id)] : [];
        }
    }

    public Note? Find(string owner, Guid id)
    {
        lock (_gate)
        {
            return _byOwner.GetValueOrDefault(owner)?.GetValueOrDefault(id);
        }
    }

    public NoteAddition Add(string owner, NoteContent content)
    {
        var now = time.GetUtcNow();
        var note = new Note(Guid.CreateVersion7(now), content.Title, content.Text, now, now);
        lock (_gate)
        {
            if (!_byOwner.TryGetValue(owner, out var notes))
            {
                if (_byOwner.Count >= Owners)
                {
                    return new NoteAddition.StoreIsFull();
                }

                _byOwner.Add(owner, notes = []);
            }

            if (notes.Count >= NotesPerOwner)
            {
                return new NoteAddition.OwnerIsFull();
            }

            notes.Add(note.Id, note);
            return new NoteAddition.Added(note);
        }
    }

    public Note? Replace(string owner, Guid id, NoteContent content)
    {
        lock (_gate)
        {
            if (Find(owner, id) is not { } note)
            {
                return null;
            }

            return _byOwner[owner][id] = note with { Title = content.Title, Text = content.Text, UpdatedAt = time.GetUtcNow() };
        }
    }

    public bool Remove(string owner, Guid id)
    {
        lock (_gate)
        {
            if (!_byOwner.TryGetValue(owner, out var notes) || !notes.Remove(id))
            {
                return false;
            }

            if (notes.Count == 0)
            {
                _byOwner.Remove(owner);
            }

            return true;
        }
    }
}
