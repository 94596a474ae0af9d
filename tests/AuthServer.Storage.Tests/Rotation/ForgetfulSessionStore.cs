using AuthServer.Core.Sessions;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>A store whose connection breaks at the next rotation, before or after the commit; what the server then knows is nothing.</summary>
internal sealed class ForgetfulSessionStore(ISessionStore inner) : ISessionStore
{
    public bool LoseAnswer { get; set; }

    public bool LoseRequest { get; set; }

    public Task<SessionWrite> CreateAsync(NewSession session, CancellationToken cancellationToken) => inner.CreateAsync(session, cancellationToken);

    public async Task<SessionWrite> RotateAsync(RotateSession rotation)
    {
        if (LoseRequest)
        {
            LoseRequest = false;
            return Lost();
        }

        var write = await inner.RotateAsync(rotation);
        if (LoseAnswer)
        {
            LoseAnswer = false;
            return Lost();
        }

        return write;
    }

    public Task<SessionWrite> KeepAsync(KeepSession keep) => inner.KeepAsync(keep);

    public Task<SessionWrite> RetryAsync(RetrySession retry) => inner.RetryAsync(retry);

    public Task<SessionSnapshot?> FindAsync(SessionId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<bool> EndAsync(EndSession command) => inner.EndAsync(command);

    private static SessionWrite.Unknown Lost() => new(new IOException("The connection was lost."));
}
