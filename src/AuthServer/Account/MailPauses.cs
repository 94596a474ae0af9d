using System.Collections.Concurrent;

namespace AuthServer.Account;

/// <summary>Who presses the button again and again, or has it pressed for others, fills no mailbox: one mail of a kind to one address in half a minute.</summary>
public sealed class MailPauses(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(Type Kind, string Email), DateTimeOffset> _recent = new();

    public bool IsTooSoon(MailRequest request)
    {
        var now = clock.GetUtcNow();
        foreach (var past in _recent.Where(entry => now - entry.Value >= Pause))
        {
            _recent.TryRemove(past);
        }

        return !_recent.TryAdd((request.GetType(), request.Email.ToUpperInvariant()), now);
    }
}
