using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Clients;
using AuthServer.Core.Dpop;
using AuthServer.Core.Results;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;
using AuthServer.Testing;
using AuthServer.Testing.Clients;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Dpop;

/// <summary>Proofs on their way through the token pipeline.</summary>
public sealed class ProofPipelineTests : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate(JwsAlgorithm.ES256);

    [Fact]
    [Spec("RFC 9449", "5")]
    public async Task A_proof_binds_the_token_and_a_public_client_s_session()
    {
        using var engine = new Engine();

        var response = await GrantedAsync(engine);

        response.IsKeyBound.Should().BeTrue();
        engine.SessionOf(response).ProofKeyThumbprint.Should().Be(_key.PublicKey.Thumbprint());
    }

    [Fact]
    public async Task A_request_that_is_run_again_for_its_client_s_sake_is_no_replay()
    {
        OnceRestlessClientStore? store = null;
        using var engine = new Engine(services => services.AddSingleton<IClientStore>(provider =>
            store = new OnceRestlessClientStore(provider.GetRequiredService<InMemoryDatabase>())));

        var response = await GrantedAsync(engine);

        store!.Changes.Should().Be(1);
        response.IsKeyBound.Should().BeTrue();
    }

    [Fact]
    public async Task A_client_that_fails_to_authenticate_uses_no_proof_up()
    {
        using var engine = new Engine();
        var proof = Proof(engine);

        (await RequestAsync(engine, new PresentedCredentials.Name(new ClientId("nobody")), proof)).TryGet(out _, out var error).Should().BeFalse();
        error!.Code.Should().Be(ErrorCodes.InvalidClient);
        (await RequestAsync(engine, engine.AsApp, proof)).TryGet(out _, out error).Should().BeTrue(error?.ToString());
    }

    public void Dispose() => _key.Dispose();

    private static async Task<Result<TokenResponse>> RequestAsync(Engine engine, PresentedCredentials credentials, string proof)
    {
        await engine.ReadyAsync();
        var request = new TokenRequest(Engine.PasswordForm(), credentials, Engine.NoProof with { Dpop = proof }, Engine.Home);
        return await engine.Get<TokenRequestHandler>().HandleAsync(request, CancellationToken.None);
    }

    private async Task<TokenResponse> GrantedAsync(Engine engine)
    {
        (await RequestAsync(engine, engine.AsApp, Proof(engine))).TryGet(out var response, out var error).Should().BeTrue(error?.ToString());
        return response!;
    }

    private string Proof(Engine engine) => JwtWriter.SignProof(_key, DpopNames.ProofType, JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["jti"] = "a-proof",
        ["htm"] = Engine.NoProof.Method,
        ["htu"] = Engine.NoProof.Uri,
        ["iat"] = engine.Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["nonce"] = engine.Get<DpopNonces>().Current(),
    }));

    /// <summary>Registers the client anew right after the first look, so that one write finds it changed.</summary>
    private sealed class OnceRestlessClientStore(InMemoryDatabase database) : IClientStore
    {
        private readonly InMemoryClientStore _inner = new(database);

        public int Changes { get; private set; }

        public async Task<ClientRegistration?> FindAsync(ClientId id, CancellationToken cancellationToken)
        {
            var seen = await _inner.FindAsync(id, cancellationToken);
            if (Changes == 0)
            {
                database.Save(seen!);
                Changes = 1;
            }

            return seen;
        }

        public Task<IReadOnlyList<string>> ListAllowedOriginsAsync(CancellationToken cancellationToken) => _inner.ListAllowedOriginsAsync(cancellationToken);
    }
}
