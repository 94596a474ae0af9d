using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.Tokens;

/// <summary>The sessions of this process, one for each name that was given to <c>AddAuthServerClient</c>.</summary>
public sealed class TokenSessions : IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ClientContext>> _contexts = new(StringComparer.Ordinal);
    private readonly SessionServices _services;

    internal TokenSessions(SessionServices services) => _services = services;

    /// <param name="name">The name of the client; without one, the unnamed.</param>
    /// <exception cref="OptionsValidationException">Its options are not usable; the message says what to do.</exception>
    public TokenSession Get(string? name = null) => Context(name).Session;

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts.Values.Where(context => context.IsValueCreated))
        {
            await context.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    internal ClientContext Context(string? name) =>
        _contexts.GetOrAdd(name ?? Options.DefaultName, key => new Lazy<ClientContext>(() => ClientContext.Create(key, _services))).Value;
}
