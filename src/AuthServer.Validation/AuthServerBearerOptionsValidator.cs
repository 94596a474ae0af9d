using AuthServer.Validation.Revocations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AuthServer.Validation;

/// <summary>Refuses options that could not validate a token safely; each refusal names the key and the remedy.</summary>
internal sealed class AuthServerBearerOptionsValidator(IHostEnvironment environment) : IValidateOptions<AuthServerBearerOptions>
{
    private static readonly TimeSpan LongestSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestProof = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, AuthServerBearerOptions options)
    {
        var refusals = Refusals(options).ToArray();
        return refusals.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(refusals);
    }

    private IEnumerable<string> Refusals(AuthServerBearerOptions options)
    {
        if (IssuerRefusal(options) is { } refusal)
        {
            yield return refusal;
        }

        if (string.IsNullOrWhiteSpace(options.Audience))
        {
            yield return $"{Key(nameof(options.Audience))} is required; set it to the resource indicator that the server puts into 'aud' for this API.";
        }

        if (!options.RequireHttps && !environment.IsDevelopment())
        {
            yield return $"{Key(nameof(options.RequireHttps))} may be false in Development only; remove it and serve the issuer over https.";
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > LongestSkew)
        {
            yield return $"{Key(nameof(options.ClockSkew))} must lie between 00:00:00 and 00:05:00; synchronise the clocks rather than raise it.";
        }

        if (options.MinimumKeyRefreshInterval < TimeSpan.FromSeconds(1))
        {
            yield return $"{Key(nameof(options.MinimumKeyRefreshInterval))} must be at least 00:00:01, since it protects the issuer from floods.";
        }

        if (options.KeyRefreshInterval < options.MinimumKeyRefreshInterval)
        {
            yield return $"{Key(nameof(options.KeyRefreshInterval))} must not be shorter than {Key(nameof(options.MinimumKeyRefreshInterval))}; raise it.";
        }

        if (options.TokenCacheSize is < 0 or > 10_000_000)
        {
            yield return $"{Key(nameof(options.TokenCacheSize))} must lie between 0 (remember none) and 10000000.";
        }

        if (options.ProofLifetime < TimeSpan.FromSeconds(1) || options.ProofLifetime > LongestProof)
        {
            yield return $"{Key(nameof(options.ProofLifetime))} must lie between 00:00:01 and 00:10:00, since proofs are remembered for as long.";
        }

        foreach (var problem in Refusals(options.Revocations))
        {
            yield return problem;
        }

        if (options.ProofCacheSize is < 1_000 or > 100_000_000)
        {
            yield return $"{Key(nameof(options.ProofCacheSize))} must lie between 1000 and 100000000; set {nameof(options.AcceptDpop)} to false to accept no proofs.";
        }
    }

    private static IEnumerable<string> Refusals(AuthServerRevocationOptions options)
    {
        const string Section = nameof(AuthServerBearerOptions.Revocations) + ":";
        if (options.ClientId.Length > 0 != options.ClientSecret.Length > 0)
        {
            yield return $"{Key(Section + nameof(options.ClientId))} and {Key(Section + nameof(options.ClientSecret))} belong together; "
                + "set both, to those of a client that may introspect, or neither to follow no revocations.";
        }

        if (options.WhenStale == StaleRevocationPolicy.FailClosed && !options.AreEnabled)
        {
            yield return $"{Key(Section + nameof(options.WhenStale))} is {nameof(StaleRevocationPolicy.FailClosed)}, which without credentials would refuse "
                + $"every token; set {nameof(options.ClientId)} and {nameof(options.ClientSecret)} too.";
        }

        if (!Enum.IsDefined(options.WhenStale))
        {
            yield return $"{Key(Section + nameof(options.WhenStale))} must be {nameof(StaleRevocationPolicy.Continue)} or {nameof(StaleRevocationPolicy.FailClosed)}.";
        }

        if (options.PollWait < TimeSpan.FromSeconds(1) || options.PollWait > AuthServerRevocationOptions.LongestWait || options.PollWait.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            yield return $"{Key(Section + nameof(options.PollWait))} must be whole seconds between 00:00:01 and 00:00:30, which is the most that the server waits.";
        }

        if (options.StaleAfter <= options.PollWait + AuthServerRevocationOptions.Patience || options.StaleAfter > TimeSpan.FromDays(1))
        {
            yield return $"{Key(Section + nameof(options.StaleAfter))} must be longer than {nameof(options.PollWait)} and ten seconds, "
                + "which one answer may take, and at most 1.00:00:00.";
        }
    }

    private string? IssuerRefusal(AuthServerBearerOptions options)
    {
        var key = Key(nameof(options.Issuer));
        if (string.IsNullOrWhiteSpace(options.Issuer))
        {
            return $"{key} is required; set it to the server's issuer, such as https://auth.example.com.";
        }

        // RFC 8414 §2: an issuer has neither query nor fragment.
        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Query.Length > 0 || issuer.Fragment.Length > 0)
        {
            return $"{key} must be an absolute URL without query and fragment, such as https://auth.example.com.";
        }

        return new TransportRule(options.RequireHttps, environment).Allows(issuer)
            ? null
            : $"{key} must be https; for local use run in the Development environment with an http URL on localhost.";
    }

    private static string Key(string property) => $"'{AuthServerBearerDefaults.ConfigurationSection}:{property}'";
}
