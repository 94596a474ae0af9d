using System.Net;
using AuthServer.Protocol.Jose;
using AuthServer.Validation.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Validation.Tests;

/// <summary>How the issuer's keys are come by, and what that costs the issuer: reads are counted.</summary>
public sealed class KeyRefreshTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Keys_are_read_once_for_many_requests()
    {
        for (var i = 0; i < 20; i++)
        {
            (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        }

        ShouldHaveRead(1);
    }

    [Fact]
    public async Task Parallel_first_requests_share_one_read()
    {
        var gate = new TaskCompletionSource();
        _api.Issuer.Gate = gate.Task;
        var same = _api.Token().Sign();
        var requests = Enumerable.Range(0, 64).Select(i => _api.GetAsync(i % 2 == 0 ? same : _api.Token().Sign())).ToArray();
        await UntilAsync(() => _api.Issuer.KeyReads == 1);
        gate.SetResult();

        (await Task.WhenAll(requests)).Should().AllSatisfy(response => response.ShouldBeAccepted());
        ShouldHaveRead(1);
    }

    [Fact]
    public async Task A_new_key_is_found_by_the_first_token_it_signed()
    {
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        _api.Issuer.Keys = [_api.Issuer.Key, next];

        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _api.GetAsync(_api.Token(next).Sign())));

        responses.Should().AllSatisfy(response => response.ShouldBeAccepted());
        ShouldHaveRead(2);
    }

    [Fact]
    public async Task A_flood_of_invented_key_ids_costs_the_issuer_one_read()
    {
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        using var key = SigningKey.Generate(JwsAlgorithm.ES256);
        var pkcs8 = key.ExportPkcs8();
        var tokens = Enumerable.Range(0, 1_000).Select(i =>
        {
            using var invented = SigningKey.ImportPkcs8(JwsAlgorithm.ES256, pkcs8, $"invented-{i}");
            return _api.Token(invented).Sign();
        });

        await Parallel.ForEachAsync(tokens, async (token, _) => (await _api.GetAsync(token)).ShouldBeRefused("The token was signed by an unknown key."));

        ShouldHaveRead(2);
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
    }

    [Fact]
    public async Task After_the_least_interval_an_unknown_key_is_worth_another_read()
    {
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        using var stranger = SigningKey.Generate(JwsAlgorithm.ES256);
        (await _api.GetAsync(_api.Token(stranger).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
        _api.Issuer.Keys = [_api.Issuer.Key, next];
        ShouldHaveRead(2);

        _api.Time.Advance(TimeSpan.FromSeconds(29));
        (await _api.GetAsync(_api.Token(next).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
        ShouldHaveRead(2);

        _api.Time.Advance(TimeSpan.FromSeconds(1));
        (await _api.GetAsync(_api.Token(next).Sign())).ShouldBeAccepted();
        ShouldHaveRead(3);
    }

    [Fact]
    public async Task Without_any_keys_the_answer_is_503_and_the_token_is_not_called_bad()
    {
        _api.Issuer.IsDown = true;
        var response = await _api.GetAsync(_api.Token().Sign());

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.ToString().Should().Be("1");
        response.Challenge().Should().BeEmpty();
        _api.Log.Lines.Should().Contain(line => line.Id.Id == 6001 && line.Level == Microsoft.Extensions.Logging.LogLevel.Warning);
        (await _api.GetAsync(token: null)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_issuer_that_is_down_at_first_is_left_alone_for_growing_pauses_and_found_when_it_is_up()
    {
        _api.Issuer.IsDown = true;
        await _api.GetAsync(_api.Token().Sign());
        await _api.GetAsync(_api.Token().Sign());
        _api.Issuer.MetadataReads.Should().Be(1);

        _api.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await _api.GetAsync(_api.Token().Sign());
        second.Headers.RetryAfter!.ToString().Should().Be("2");
        _api.Issuer.MetadataReads.Should().Be(2);

        _api.Issuer.IsDown = false;
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        (await _api.GetAsync(_api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        _api.Time.Advance(TimeSpan.FromSeconds(1));
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        _api.Issuer.MetadataReads.Should().Be(3);
    }

    [Fact]
    public async Task The_pause_never_grows_beyond_the_least_interval()
    {
        _api.Issuer.IsDown = true;
        for (var i = 0; i < 10; i++)
        {
            await _api.GetAsync(_api.Token().Sign());
            _api.Time.Advance(TimeSpan.FromSeconds(30));
        }

        _api.Issuer.MetadataReads.Should().Be(10);
    }

    [Fact]
    public async Task Known_keys_serve_on_when_the_issuer_goes_down()
    {
        var remembered = _api.Token().With("exp", _api.Time.GetUtcNow().AddHours(2).ToUnixTimeSeconds()).Sign();
        (await _api.GetAsync(remembered)).ShouldBeAccepted();
        _api.Issuer.IsDown = true;
        _api.Time.Advance(TimeSpan.FromHours(1));

        (await _api.GetAsync(remembered)).ShouldBeAccepted();
        await UntilAsync(() => _api.Log.Lines.Any(line => line.Id.Id == 6011));
        (await _api.GetAsync(remembered)).ShouldBeAccepted();
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();

        _api.Issuer.MetadataReads.Should().Be(2);
    }

    [Fact]
    public async Task Aged_keys_are_read_again_behind_the_request_that_they_serve()
    {
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        var gate = new TaskCompletionSource();
        _api.Issuer.Gate = gate.Task;

        _api.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        ShouldHaveRead(1);

        _api.Time.Advance(TimeSpan.FromSeconds(1));
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        await UntilAsync(() => _api.Issuer.KeyReads == 2);
        gate.SetResult();
        await UntilAsync(() => _api.Log.Lines.Any(line => line.Id.Id == 6012));

        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        ShouldHaveRead(2);
    }

    [Fact]
    public async Task A_remembered_token_ends_with_the_key_that_signed_it()
    {
        var token = _api.Token().Sign();
        (await _api.GetAsync(token)).ShouldBeAccepted();
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        _api.Issuer.Keys = [next];

        (await _api.GetAsync(_api.Token(next).Sign())).ShouldBeAccepted();

        (await _api.GetAsync(token)).ShouldBeRefused("The token was signed by an unknown key.");
    }

    [Fact]
    public async Task A_remembered_token_ends_when_another_key_takes_the_id_of_its_own()
    {
        var token = _api.Token().Sign();
        (await _api.GetAsync(token)).ShouldBeAccepted();
        using var fresh = SigningKey.Generate(JwsAlgorithm.ES256);
        using var usurper = SigningKey.ImportPkcs8(JwsAlgorithm.ES256, fresh.ExportPkcs8(), _api.Issuer.Key.KeyId);
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        _api.Issuer.Keys = [usurper, next];
        (await _api.GetAsync(_api.Token(next).Sign())).ShouldBeAccepted();

        (await _api.GetAsync(token)).ShouldBeRefused("The signature of the token is invalid.");
    }

    [Fact]
    public async Task A_remembered_token_outlives_a_change_that_keeps_its_key()
    {
        var token = _api.Token().Sign();
        (await _api.GetAsync(token)).ShouldBeAccepted();
        using var next = SigningKey.Generate(JwsAlgorithm.ES256);
        _api.Issuer.Keys = [_api.Issuer.Key, next];
        (await _api.GetAsync(_api.Token(next).Sign())).ShouldBeAccepted();

        (await _api.GetAsync(token)).ShouldBeAccepted();
        ShouldHaveRead(2);
    }

    [Fact]
    public async Task Metadata_that_speaks_for_another_issuer_is_not_used()
    {
        _api.Issuer.Metadata = _api.Issuer.MetadataNaming(_api.Issuer.Url + "/");

        (await _api.GetAsync(_api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        _api.Issuer.KeyReads.Should().Be(0);
    }

    [Theory]
    [InlineData("http://auth.example.com/jwks")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/.well-known/jwks")]
    public async Task Keys_are_not_read_from_an_address_that_is_not_safe(string address)
    {
        _api.Issuer.Metadata = _api.Issuer.MetadataNaming(_api.Issuer.Url, address);

        (await _api.GetAsync(_api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        _api.Log.Lines.Should().Contain(line => line.Text.Contains("names no jwks_uri, or one that is not https"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _api.Issuer.Metadata = _api.Issuer.MetadataNaming(_api.Issuer.Url, _api.Issuer.Url + "/moved");

        (await _api.GetAsync(_api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        _api.Issuer.KeyReads.Should().Be(0);
    }

    [Theory]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"1\"}]}")]
    [InlineData("[]")]
    [InlineData("<html/>")]
    public async Task A_key_set_without_a_usable_key_does_not_replace_a_known_one(string keySet)
    {
        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
        _api.Issuer.KeySet = keySet;
        using var stranger = SigningKey.Generate(JwsAlgorithm.ES256);
        (await _api.GetAsync(_api.Token(stranger).Sign())).ShouldBeRefused("The token was signed by an unknown key.");
        ShouldHaveRead(2);

        (await _api.GetAsync(_api.Token().Sign())).ShouldBeAccepted();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"issuer\":1}")]
    public async Task Metadata_that_is_nonsense_leaves_the_api_undecided(string metadata)
    {
        _api.Issuer.Metadata = metadata;

        (await _api.GetAsync(_api.Token().Sign())).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private void ShouldHaveRead(int times)
    {
        _api.Issuer.MetadataReads.Should().Be(times);
        _api.Issuer.KeyReads.Should().Be(times);
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
