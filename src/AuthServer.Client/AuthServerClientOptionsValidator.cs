using AuthServer.Client.Discovery;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Client;

/// <summary>Refuses options with which no token could be had or kept safely; each refusal names the key and the remedy.</summary>
internal sealed class AuthServerClientOptionsValidator : IValidateOptions<AuthServerClientOptions>
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, AuthServerClientOptions options)
    {
        var refusals = Refusals(options).ToArray();
        return refusals.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(refusals);
    }

    private static IEnumerable<string> Refusals(AuthServerClientOptions options)
    {
        if (IssuerRefusal(Key(nameof(options.Issuer)), options.Issuer) is { } refusal)
        {
            yield return refusal;
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{Key(nameof(options.ClientId))} is required; set it to the id under which this application is registered at the server.";
        }

        if (options.ClientSecret is not null && options.ClientKey is not null)
        {
            yield return $"{Key(nameof(options.ClientSecret))} and {Key(nameof(options.ClientKey))} exclude each other; keep the one that the server has registered.";
        }

        if (options.UseClientCredentials && options.ClientSecret is null && options.ClientKey is null)
        {
            yield return $"{Key(nameof(options.UseClientCredentials))} needs {Key(nameof(options.ClientSecret))} or {Key(nameof(options.ClientKey))}; set one of them.";
        }

        if (options.Scope is not null && !ScopeSet.TryParse(options.Scope, out _))
        {
            yield return $"{Key(nameof(options.Scope))} must be scope names separated by single spaces; leave it out for the client's default.";
        }

        if (options.Resource is not null && !Uri.TryCreate(options.Resource, UriKind.RelativeOrAbsolute, out _))
        {
            yield return $"{Key(nameof(options.Resource))} must be a resource indicator of the server; leave it out for the default of the scope.";
        }

        if (options.TokenFile is { Length: 0 } || options.TokenKeyFile is { Length: 0 } || (options.TokenKeyFile is not null && options.TokenFile is null))
        {
            yield return $"{Key(nameof(options.TokenFile))} and {Key(nameof(options.TokenKeyFile))} must be paths, the second only beside the first; leave both out to keep tokens in memory.";
        }

        if (options.RenewBefore < TimeSpan.Zero)
        {
            yield return $"{Key(nameof(options.RenewBefore))} must not be negative; 00:01:00 is usual.";
        }

        if (options.RequestTimeout < TimeSpan.FromMilliseconds(100) || options.RequestTimeout > LongestRequest)
        {
            yield return $"{Key(nameof(options.RequestTimeout))} must lie between 00:00:00.1 and 00:01:00, the time in which the server takes a repeated request for a retry.";
        }

        if (options.RetryDelay < TimeSpan.FromMilliseconds(10) || options.RetryDelay > TimeSpan.FromSeconds(10))
        {
            yield return $"{Key(nameof(options.RetryDelay))} must lie between 00:00:00.01 and 00:00:10.";
        }

        if (options.LockTimeout <= TimeSpan.Zero || options.LockTimeout > TimeSpan.FromMinutes(10))
        {
            yield return $"{Key(nameof(options.LockTimeout))} must lie between 0 and 00:10:00; 00:01:00 is usual.";
        }
    }

    internal static string? IssuerRefusal(string key, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"{key} is required; set it to the server's issuer, such as https://auth.example.com.";
        }

        // RFC 8414 §2: an issuer has neither query nor fragment.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var issuer) || issuer.Query.Length > 0 || issuer.Fragment.Length > 0)
        {
            return $"{key} must be an absolute URL without query and fragment, such as https://auth.example.com.";
        }

        return Transport.Allows(issuer) ? null : $"{key} must be https; for local use set an http URL on localhost.";
    }

    private static string Key(string property) => $"'{AuthServerClientDefaults.ConfigurationSection}:{property}'";
}
