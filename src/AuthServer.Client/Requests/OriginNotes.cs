using System.Collections.Concurrent;
using AuthServer.Protocol.Dpop;

namespace AuthServer.Client.Requests;

/// <summary>
/// What the answers of each origin have told: the nonce to prove with next (RFC 9449 §8, §9), and how far its clock is from ours, which a proof's
/// <c>iat</c> must follow. In memory alone: both are learnt anew with one request.
/// </summary>
internal sealed class OriginNotes(TimeProvider time)
{
    private static readonly TimeSpan Negligible = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, string> _nonces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _leads = new(StringComparer.Ordinal);
    private long _commonLead;

    /// <returns>The nonce that the answer brought; null when there was none.</returns>
    public string? Learn(Uri address, HttpResponseMessage answer)
    {
        LearnClock(address, answer);
        if (!answer.Headers.TryGetValues(DpopNames.NonceHeader, out var values) || values.ToArray() is not [{ Length: > 0 } nonce])
        {
            return null;
        }

        return _nonces[Origin(address)] = nonce;
    }

    public string? NonceFor(Uri address) => _nonces.GetValueOrDefault(Origin(address));

    /// <summary>Now, by the clock of the origin; while that is unknown, by the clock that another origin has shown ours to differ from.</summary>
    public DateTimeOffset Now(Uri address) =>
        time.GetUtcNow() + (_leads.TryGetValue(Origin(address), out var lead) ? lead : TimeSpan.FromTicks(Volatile.Read(ref _commonLead)));

    private void LearnClock(Uri address, HttpResponseMessage answer)
    {
        // An answer from a cache tells the time of long ago (RFC 9111 §5.1).
        if (answer.Headers.Date is not { } date || answer.Headers.Age is not null)
        {
            return;
        }

        // Date counts whole seconds, and the answer took its time: a small difference is none.
        var lead = date - time.GetUtcNow();
        lead = lead.Duration() < Negligible ? TimeSpan.Zero : lead;
        _leads[Origin(address)] = lead;
        Volatile.Write(ref _commonLead, lead.Ticks);
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
