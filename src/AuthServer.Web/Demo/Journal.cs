namespace AuthServer.Web.Demo;

/// <summary>What happened between this application and the server, for the page to show; the last few hundred entries.</summary>
internal sealed class Journal(TimeProvider time)
{
    private const int Most = 400;

    private readonly Lock _gate = new();
    private readonly Queue<JournalEntry> _entries = new();
    private long _last;

    public void Add(string session, string tone, string text)
    {
        lock (_gate)
        {
            _entries.Enqueue(new JournalEntry(++_last, time.GetUtcNow(), session, tone, text));
            if (_entries.Count > Most)
            {
                _entries.Dequeue();
            }
        }
    }

    public IReadOnlyList<JournalEntry> After(long id, string session)
    {
        lock (_gate)
        {
            return [.. _entries.Where(entry => entry.Id > id && entry.Session == session)];
        }
    }
}
