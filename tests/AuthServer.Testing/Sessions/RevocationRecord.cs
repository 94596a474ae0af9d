namespace AuthServer.Testing.Sessions;

/// <summary>An entry of the revocation feed as it was stored, whichever storage it was read from.</summary>
/// <param name="Kind">What <paramref name="Subject"/> is.</param>
/// <param name="Subject">A <c>sid</c>, <c>sub</c> or <c>client_id</c>.</param>
/// <param name="MinimumEpoch">Tokens with an older epoch are refused; 0 for a session, of which all are.</param>
public sealed record RevocationRecord(RevocationSubject Kind, string Subject, int MinimumEpoch);
