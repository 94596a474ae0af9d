using System.Text.Json;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>An issuer on loopback that serves metadata and keys, can be down, and counts what it is asked.</summary>
public sealed class FakeIssuer : IAsyncDisposable
{
    private static readonly Lazy<SigningKey> SharedRsaKey = new(() => SigningKey.Generate(JwsAlgorithm.RS256));

    private readonly WebApplication app;
    private int metadataReads;
    private int keyReads;

    private FakeIssuer(WebApplication app)
    {
        this.app = app;
        Keys = [Key];
        app.MapGet("/.well-known/openid-configuration", ServeMetadataAsync);
        app.MapGet("/.well-known/jwks", ServeKeysAsync);
        Feed.Map(app);
        app.MapGet("/moved", () => Results.Redirect("/.well-known/jwks"));
    }

    public FakeFeed Feed { get; } = new();

    public SigningKey Key { get; } = SigningKey.Generate(JwsAlgorithm.ES256);

    /// <summary>One for all tests, since making it takes a while; published only where a test says so.</summary>
    public SigningKey RsaKey => SharedRsaKey.Value;

    public IReadOnlyList<SigningKey> Keys { get; set; }

    /// <summary>Answers 500 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>The metadata, where a test wants another than the right one.</summary>
    public string? Metadata { get; set; }

    /// <summary>The key set, where a test wants another than the right one.</summary>
    public string? KeySet { get; set; }

    /// <summary>What key reads wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public string Url => app.Urls.First();

    public int MetadataReads => Volatile.Read(ref metadataReads);

    public int KeyReads => Volatile.Read(ref keyReads);

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new FakeIssuer(builder.Build());
        await issuer.app.StartAsync();
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        Feed.Close();
        await app.DisposeAsync();
        Key.Dispose();
    }

    public string MetadataNaming(string issuer, string? jwksUri = null) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["issuer"] = issuer, ["jwks_uri"] = jwksUri ?? $"{Url}/.well-known/jwks", ["revocation_feed_endpoint"] = Url + FakeFeed.Path });

    private IResult ServeMetadataAsync()
    {
        Interlocked.Increment(ref metadataReads);
        return IsDown ? Results.StatusCode(500) : Results.Text(Metadata ?? MetadataNaming(Url), "application/json");
    }

    private async Task<IResult> ServeKeysAsync()
    {
        Interlocked.Increment(ref keyReads);
        await Gate;
        return IsDown
            ? Results.StatusCode(500)
            : Results.Text(KeySet ?? System.Text.Encoding.UTF8.GetString(new JsonWebKeySet([.. Keys.Select(key => key.PublicKey)]).ToUtf8Json()), "application/json");
    }
}
