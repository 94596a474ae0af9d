using Microsoft.Playwright;
using Xunit;

namespace AuthServer.Testing.Chromium;

/// <summary>
/// The Chromium of a test assembly (<c>[assembly: AssemblyFixture(typeof(ChromiumFixture))]</c>), started by the first test that needs it.
/// Each test takes a context of its own, which shares neither cookies nor storage with another, and disposes it.
/// </summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private readonly Lazy<Task<ChromiumProcess>> _chromium = new(ChromiumProcess.StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) =>
        await (await _chromium.Value).Browser.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        // One that could not be started has been the failure of every test that asked for it.
        if (_chromium is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await _chromium.Value.Result.DisposeAsync();
        }
    }
}
