using System.Net;
using AuthServer.Protocol.Jose;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>How the issuer's keys are come by, and what that costs the issuer: reads are counted.</summary>
public sealed class KeyRefreshTests : IAsyncLifetime
{
    private ApiHost api = null!;

    public async ValueTask InitializeAsync() => api = await ApiHost.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Keys_are_read_once_for_many_requests()
    {
        for (var i = 0; i < 20; i++)
        {
            (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        }

        ShouldHaveRead(1);
    }

    [Fact]
    public async Task Parallel_first_requests_share_one_read()
    {
        var gate = new TaskCompletionSource();
        api.Issuer.Gate = gate.Task;
        var same = api.Token().Sign();
        var requests = Enumerable.Range(0, 64).Select(i => api.GetAsync(i % 2 == 0 ? same : api.Token().Sign())).ToArray();
        await UntilAsync(() => api.Issuer.KeyReads == 1);
        gate.SetResult();

        (await Task.WhenAll(requests)).Should().AllSatisfy(response => response.ShouldBeAccepted());
        ShouldHaveRead(1);
    }

    [Fact]
    public async Task A_new_key_is_found_by_the_first_token_it_signed()
    {
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        api.Issuer.Keys = [api.Issuer.Key, next];

        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => api.GetAsync(api.Token(next).Sign())));

        responses.Should().AllSatisfy(response => response.ShouldBeAccepted());
        ShouldHaveRead(2);
    }

    [Fact]
    public async Task A_flood_of_invented_key_ids_costs_the_issuer_one_read()
    {
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        using var key = SigningKey.Generate(JwsAlgorithm.ES256);
        var pkcs8 = key.ExportPkcs8();
        var tokens = Enumerable.Range(0, 1_000).Select(i =>
        {
            using var invented = SigningKey.ImportPkcs8(JwsAlgorithm.ES256, pkcs8, $"invented-{i}");
            return api.Token(invented).Sign();
        });

        await Parallel.ForEachAsync(tokens, async (token, _) => (await api.GetAsync(token)).ShouldBeRefused("The token was signed by an unknown key."));

        ShouldHaveRead(2);
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
    }

    [Fact]
    public async Task After_the_least_interval_an_unknown_key_is_worth_another_read()
    {
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        using var stranger = SigningKey.Generate(JwsAlgorithm.ES256);
        (await api.GetAsync(api.Token(stranger).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
        api.Issuer.Keys = [api.Issuer.Key, next];
        ShouldHaveRead(2);

        api.Time.Advance(TimeSpan.FromSeconds(29));
        (await api.GetAsync(api.Token(next).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
        ShouldHaveRead(2);

        api.Time.Advance(TimeSpan.FromSeconds(1));
        (await api.GetAsync(api.Token(next).Sign())).ShouldBeAccepted();
        ShouldHaveRead(3);
    }

    [Fact]
    public async Task Without_any_keys_the_answer_is_503_and_the_token_is_not_called_bad()
    {
        api.Issuer.IsDown = true;
        var response = await api.GetAsync(api.Token().Sign());

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.ToString().Should().Be("1");
        response.Challenge().Should().BeEmpty();
        api.Log.Lines.Should().Contain(line => line.Id.Id == 6001 && line.Level == Microsoft.Extensions.Logging.LogLevel.Warning);
        (await api.GetAsync(token: null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_issuer_that_is_down_at_first_is_left_alone_for_growing_pauses_and_found_when_it_is_up()
    {
        api.Issuer.IsDown = true;
        await api.GetAsync(api.Token().Sign());
        await api.GetAsync(api.Token().Sign());
        api.Issuer.MetadataReads.Should().Be(1);

        api.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await api.GetAsync(api.Token().Sign());
        second.Headers.RetryAfter!.ToString().Should().Be("2");
        api.Issuer.MetadataReads.Should().Be(2);

        api.Issuer.IsDown = false;
        api.Time.Advance(TimeSpan.FromSeconds(1));
        (await api.GetAsync(api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        api.Time.Advance(TimeSpan.FromSeconds(1));
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        api.Issuer.MetadataReads.Should().Be(3);
    }

    [Fact]
    public async Task The_pause_never_grows_beyond_the_least_interval()
    {
        api.Issuer.IsDown = true;
        for (var i = 0; i < 10; i++)
        {
            await api.GetAsync(api.Token().Sign());
            api.Time.Advance(TimeSpan.FromSeconds(30));
        }

        api.Issuer.MetadataReads.Should().Be(10);
    }

    [Fact]
    public async Task Known_keys_serve_on_when_the_issuer_goes_down()
    {
        var remembered = api.Token().With("exp", api.Time.GetUtcNow().AddHours(2).ToUnixTimeSeconds()).Sign();
        (await api.GetAsync(remembered)).ShouldBeAccepted();
        api.Issuer.IsDown = true;
        api.Time.Advance(TimeSpan.FromHours(1));

        (await api.GetAsync(remembered)).ShouldBeAccepted();
        await UntilAsync(() => api.Log.Lines.Any(line => line.Id.Id == 6011));
        (await api.GetAsync(remembered)).ShouldBeAccepted();
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();

        api.Issuer.MetadataReads.Should().Be(2);
    }

    [Fact]
    public async Task Aged_keys_are_read_again_behind_the_request_that_they_serve()
    {
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        var gate = new TaskCompletionSource();
        api.Issuer.Gate = gate.Task;

        api.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        ShouldHaveRead(1);

        api.Time.Advance(TimeSpan.FromSeconds(1));
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        await UntilAsync(() => api.Issuer.KeyReads == 2);
        gate.SetResult();
        await UntilAsync(() => api.Log.Lines.Any(line => line.Id.Id == 6012));

        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        ShouldHaveRead(2);
    }

    [Fact]
    public async Task A_remembered_token_ends_with_the_key_that_signed_it()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        api.Issuer.Keys = [next];

        (await api.GetAsync(api.Token(next).Sign())).ShouldBeAccepted();

        (await api.GetAsync(token)).ShouldBeRefused("The token was signed by an unknown key.");
    }

    [Fact]
    public async Task A_remembered_token_ends_when_another_key_takes_the_id_of_its_own()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();
        using var fresh = SigningKey.Generate(JwsAlgorithm.ES256);
        using var usurper = SigningKey.ImportPkcs8(JwsAlgorithm.ES256, fresh.ExportPkcs8(), api.Issuer.Key.KeyId);
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        api.Issuer.Keys = [usurper, next];
        (await api.GetAsync(api.Token(next).Sign())).ShouldBeAccepted();

        (await api.GetAsync(token)).ShouldBeRefused("The signature of the token is invalid.");
    }

    [Fact]
    public async Task A_remembered_token_outlives_a_change_that_keeps_its_key()
    {
        var token = api.Token().Sign();
        (await api.GetAsync(token)).ShouldBeAccepted();
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        api.Issuer.Keys = [api.Issuer.Key, next];
        (await api.GetAsync(api.Token(next).Sign())).ShouldBeAccepted();

        (await api.GetAsync(token)).ShouldBeAccepted();
        ShouldHaveRead(2);
    }

    [Fact]
    public async Task Metadata_that_speaks_for_another_issuer_is_not_used()
    {
        api.Issuer.Metadata = api.Issuer.MetadataNaming(api.Issuer.Url + "/");

        (await api.GetAsync(api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        api.Issuer.KeyReads.Should().Be(0);
    }

    [Theory]
    [InlineData("http://auth.example.com/jwks")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/.well-known/jwks")]
    public async Task Keys_are_not_read_from_an_address_that_is_not_safe(string address)
    {
        api.Issuer.Metadata = api.Issuer.MetadataNaming(api.Issuer.Url, address);

        (await api.GetAsync(api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        api.Log.Lines.Should().Contain(line => line.Text.Contains("names no jwks_uri, or one that is not https"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        api.Issuer.Metadata = api.Issuer.MetadataNaming(api.Issuer.Url, api.Issuer.Url + "/moved");

        (await api.GetAsync(api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        api.Issuer.KeyReads.Should().Be(0);
    }

    [Theory]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"1\"}]}")]
    [InlineData("[]")]
    [InlineData("<html/>")]
    public async Task A_key_set_without_a_usable_key_does_not_replace_a_known_one(string keySet)
    {
        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
        api.Issuer.KeySet = keySet;
        using var stranger = SigningKey.Generate(JwsAlgorithm.ES256);
        (await api.GetAsync(api.Token(stranger).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
        ShouldHaveRead(2);

        (await api.GetAsync(api.Token().Sign())).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"issuer\":1}")]
    public async Task Metadata_that_is_nonsense_leaves_the_api_undecided(string metadata)
    {
        api.Issuer.Metadata = metadata;

        (await api.GetAsync(api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private void ShouldHaveRead(int times)
    {
        api.Issuer.MetadataReads.Should().Be(times);
        api.Issuer.KeyReads.Should().Be(times);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
