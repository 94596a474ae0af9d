using System.Buffers;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.AspNetCore;

/// <summary>Refuses options with which nobody could be signed in, or not safely; each refusal names the key and the remedy.</summary>
internal sealed class AuthServerSessionOptionsValidator : IValidateOptions<AuthServerSessionOptions>
{
    private const int LongestCookieName = 64;
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(14);
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public ValidateOptionsResult Validate(string? name, AuthServerSessionOptions options)
    {
        var refusals = Identity(options).Concat(Places(options)).ToArray();
        return refusals.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(refusals);
    }

    private static IEnumerable<string> Identity(AuthServerSessionOptions options)
    {
        if (AuthServerClientOptionsValidator.IssuerRefusal(Key(nameof(options.Issuer)), options.Issuer) is { } refusal)
        {
            yield return refusal;
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{Key(nameof(options.ClientId))} is required; set it to the id under which this application is registered at the server.";
        }

        if (string.IsNullOrEmpty(options.ClientSecret) == (options.ClientKey is null))
        {
            yield return $"One of {Key(nameof(options.ClientSecret))} and {Key(nameof(options.ClientKey))} is required, and they exclude each other; keep the one that the server has registered.";
        }

        if (!ScopeSet.TryParse(options.Scope, out var scopes) || scopes.IsEmpty)
        {
            yield return $"{Key(nameof(options.Scope))} must be scope names separated by single spaces, such as \"openid offline_access api\".";
        }

        if (options.Resource is not null && !Uri.TryCreate(options.Resource, UriKind.Absolute, out _))
        {
            yield return $"{Key(nameof(options.Resource))} must be an absolute URI (RFC 8707 §2); leave it out for the default of the scope.";
        }

        if (options.RequestTimeout < ShortestRequest || options.RequestTimeout > LongestRequest)
        {
            yield return $"{Key(nameof(options.RequestTimeout))} must lie between 00:00:00.1 and 00:00:14: a page waits for 15 seconds.";
        }
    }

    private static IEnumerable<string> Places(AuthServerSessionOptions options)
    {
        (string Name, string Path)[] own =
        [
            (nameof(options.BasePath), options.BasePath), (nameof(options.CallbackPath), options.CallbackPath), (nameof(options.BackChannelLogoutPath), options.BackChannelLogoutPath),
        ];
        foreach (var (property, _) in own.Where(one => !IsPath(one.Path) || one.Path.Length < 2 || one.Path.EndsWith('/')))
        {
            yield return $"{Key(property)} must be a path such as /auth: it begins with / and does not end with it.";
        }

        if (own.Select(one => one.Path).Distinct(StringComparer.OrdinalIgnoreCase).Count() < own.Length)
        {
            yield return $"{string.Join(", ", own.Select(one => Key(one.Name)))} must differ from each other.";
        }

        foreach (var (property, path) in new[] { (nameof(options.SignedOutPath), options.SignedOutPath), (nameof(options.SignInFailedPath), options.SignInFailedPath) })
        {
            if (!IsPath(path))
            {
                yield return $"{Key(property)} must be a path of this application, such as /.";
            }
        }

        if (options.CookieName.Length is 0 or > LongestCookieName || options.CookieName.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            yield return $"{Key(nameof(options.CookieName))} must be up to {LongestCookieName} letters, digits, - and _; __Host- is put before it by itself.";
        }
    }

    private static bool IsPath(string path) => SignIns.LocalAddress.IsLocal(path) && path.AsSpan().IndexOfAny("?#{}*") < 0;

    private static string Key(string property) => $"'{AuthServerSessionDefaults.ConfigurationSection}:{property}'";
}
