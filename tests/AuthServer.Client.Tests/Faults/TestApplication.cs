using System.Collections.Concurrent;
using AuthServer.Client.Http;
using AuthServer.Client.SignIns;
using AuthServer.Client.Storage;
using AuthServer.Client.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Client.Tests.Faults;

/// <summary>An application with this library in it, whose every request goes to one <see cref="FakeServer"/>.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestApplication(
        Action<AuthServerClientOptions>? configure = null, Action<AuthServerTokensOptions>? configureTokens = null, ITokenStore? store = null, TestApplication? besides = null,
        DelegatingHandler? around = null)
    {
        Time = besides?.Time ?? new FastTime();
        Server = besides?.Server ?? new FakeServer(Time);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        if (store is not null)
        {
            services.AddSingleton(store);
            if (store is ITokenLock tokenLock)
            {
                services.AddSingleton(tokenLock);
            }
        }

        services.AddAuthServerClient(options =>
        {
            (options.Issuer, options.ClientId) = (FakeServer.Issuer, "app");
            configure?.Invoke(options);
        });
        var api = services.AddHttpClient("api", http => http.BaseAddress = new Uri(FakeServer.Api));
        (around is null ? api : api.AddHttpMessageHandler(() => around)).AddAuthServerTokens(configureTokens);
        services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => new Passage(Server)));
        services.AddHttpClient(AuthServerClientDefaults.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new Passage(Server));
        _services = services.BuildServiceProvider();
        Session = _services.GetRequiredService<TokenSession>();
        Session.Ended += (_, end) => Ends.Enqueue(end);
        Http = _services.GetRequiredService<IHttpClientFactory>().CreateClient("api");
    }

    public FastTime Time { get; }

    public FakeServer Server { get; }

    public TokenSession Session { get; }

    public HttpClient Http { get; }

    public ConcurrentQueue<SessionEnded> Ends { get; } = new();

    public AuthServerSignIn SignIn => _services.GetRequiredService<AuthServerSignIn>();

    public static async Task<TestApplication> SignedInAsync(
        Action<AuthServerClientOptions>? configure = null, Action<AuthServerTokensOptions>? configureTokens = null, ITokenStore? store = null)
    {
        var application = new TestApplication(configure, configureTokens, store);
        if (await application.SignIn.WithPasswordAsync("alice", "secret") is not SignInOutcome.SignedIn)
        {
            throw new InvalidOperationException("The fake server refuses nobody.");
        }

        return application;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>The factory disposes of handlers in its time; the server stays.</summary>
    private sealed class Passage(FakeServer server) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(server, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invoker.SendAsync(request, cancellationToken);
    }
}
