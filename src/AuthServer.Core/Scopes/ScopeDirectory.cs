using System.Collections.Frozen;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Scopes;

/// <summary>All scopes, remembered for a short time: which exist, and for whom a token that carries them is.</summary>
public sealed class ScopeDirectory(IScopeStore store, TimeProvider time)
{
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(10);

    private Known? _known;

    /// <summary>Every scope by name.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ScopeRegistration>> AllAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.ReadAt) < MaximumAge)
        {
            return known.Scopes;
        }

        var readAt = time.GetTimestamp();
        var scopes = (await store.ListAsync(cancellationToken)).ToFrozenDictionary(scope => scope.Name, StringComparer.Ordinal);
        _known = new Known(scopes, readAt);
        return scopes;
    }

    /// <summary>The resources that <paramref name="scopes"/> open together; empty when they open none.</summary>
    public async ValueTask<ScopeSet> AudiencesOfAsync(ScopeSet scopes, CancellationToken cancellationToken) =>
        AudiencesOf(scopes, await AllAsync(cancellationToken));

    public static ScopeSet AudiencesOf(ScopeSet scopes, IReadOnlyDictionary<string, ScopeRegistration> all) =>
        ScopeSet.Of(scopes.Names.SelectMany(name => all.TryGetValue(name, out var scope) ? scope.Resources : []));

    private sealed record Known(FrozenDictionary<string, ScopeRegistration> Scopes, long ReadAt);
}
