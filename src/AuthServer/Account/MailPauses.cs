namespace AuthServer.Account;

/// <summary>Who presses the button again and again, or has it pressed for others, fills no mailbox: one mail of a kind to one address in half a minute.</summary>
public sealed class MailPauses(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly HashSet<(Type Kind, string Email)> _recent = [];
    private readonly Queue<((Type Kind, string Email) Mail, DateTimeOffset Until)> _ends = new();
    private readonly Lock _lock = new();

    public bool IsTooSoon(MailRequest request)
    {
        var now = clock.GetUtcNow();
        var mail = (request.GetType(), request.Email.ToUpperInvariant());
        lock (_lock)
        {
            // All pauses are as long, so they end in the order in which they began.
            while (_ends.TryPeek(out var first) && first.Until <= now)
            {
                _recent.Remove(_ends.Dequeue().Mail);
            }

            if (!_recent.Add(mail))
            {
                return true;
            }

            _ends.Enqueue((mail, now + Pause));
            return false;
        }
    }
}
