namespace AuthServer.Core.Artefacts;

/// <summary>Where codes and pushed requests are kept. A code is spent by the statement that creates its session.</summary>
public interface IArtefactStore
{
    /// <summary>Keeps the artefact; false when <see cref="NewArtefact.Spends"/> cannot be spent, and then nothing was written.</summary>
    Task<bool> AddAsync(NewArtefact artefact, CancellationToken cancellationToken);

    /// <summary>The artefact, unless it has expired unspent; what was spent is found for as long as it is kept, for a replay is one at any age.</summary>
    Task<OneTimeArtefact?> FindAsync(ArtefactKey key, CancellationToken cancellationToken);

    /// <summary>Lets an artefact that is neither spent nor expired live for at least this long from now: its user has begun to answer it.</summary>
    Task ProlongAsync(ArtefactKey key, TimeSpan lifetime, CancellationToken cancellationToken);
}
