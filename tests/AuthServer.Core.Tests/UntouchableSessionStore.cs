using AuthServer.Core.Sessions;

namespace AuthServer.Core.Tests;

/// <summary>Storage that nothing may ask.</summary>
internal sealed class UntouchableSessionStore : ISessionStore
{
    public Task<SessionWrite> CreateAsync(NewSession session, CancellationToken cancellationToken) => throw Touched();

    public Task<SessionWrite> RotateAsync(RotateSession rotation) => throw Touched();

    public Task<SessionWrite> KeepAsync(KeepSession keep) => throw Touched();

    public Task<SessionWrite> RetryAsync(RetrySession retry) => throw Touched();

    public Task<SessionSnapshot?> FindAsync(SessionId id, CancellationToken cancellationToken) => throw Touched();

    public Task<bool> EndAsync(EndSession command) => throw Touched();

    private static InvalidOperationException Touched() => new("Storage was asked.");
}
