using AuthServer.Core.Clients;

namespace AuthServer.Configuration;

/// <summary>What is wrong or dangerous in the declaration of one client.</summary>
internal static class ClientDeclarationValidation
{
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(3650);

    /// <param name="key">Where the declaration stands in the configuration.</param>
    public static IEnumerable<string> Refusals(ClientDeclaration client, string key, AuthServerOptions options, bool isDevelopment) =>
        Identity(client, key)
            .Concat(Secret(client, key))
            .Concat(Lifetimes(client, key, options))
            .Concat(Retries(client, key))
            .Concat(ClientMetadataValidation.Refusals(client, key, options, isDevelopment));

    private static IEnumerable<string> Identity(ClientDeclaration client, string key)
    {
        if (client.Id.Length is 0 or > ClientId.MaximumLength)
        {
            yield return $"{key}:Id must have 1 to {ClientId.MaximumLength} characters.";
        }

        if (client.DefaultScopes.Except(client.Scopes).Any())
        {
            yield return $"{key}:DefaultScopes names a scope that is not in its Scopes.";
        }

        if (client.MayIntrospect && client.Type == ClientType.Public)
        {
            yield return $"{key}:MayIntrospect is not for public clients, which cannot show who they are (RFC 7662 §2.1).";
        }
    }

    private static IEnumerable<string> Secret(ClientDeclaration client, string key)
    {
        if (client.Type == ClientType.Public && (client.Secret ?? client.SecretFile) is not null)
        {
            yield return $"{key}: a public client cannot keep a secret; remove it or set Type to Confidential.";
        }

        if (ClientKeyValidation.AuthenticatesByKey(client) && (client.Secret ?? client.SecretFile) is not null)
        {
            yield return $"{key}: a client with {client.TokenEndpointAuthMethod} is believed by its key alone; remove the secret.";
        }

        if (client.Type != ClientType.Public && !ClientKeyValidation.AuthenticatesByKey(client) && string.IsNullOrEmpty(client.Secret) && string.IsNullOrEmpty(client.SecretFile))
        {
            yield return $"{key}: a {client.Type} client needs a Secret or SecretFile that is not empty, or a TokenEndpointAuthMethod with a key.";
        }

        if (client.Secret is not null && client.SecretFile is not null)
        {
            yield return $"{key}: Secret and SecretFile are both set; keep one.";
        }
    }

    private static IEnumerable<string> Lifetimes(ClientDeclaration client, string key, AuthServerOptions options)
    {
        if (client.AccessTokenLifetime is { } lifetime && (lifetime <= TimeSpan.Zero || lifetime > options.Tokens.MaximumAccessTokenLifetime))
        {
            yield return $"{key}:AccessTokenLifetime must be more than zero and at most AuthServer:Tokens:MaximumAccessTokenLifetime.";
        }

        var idle = client.SessionIdleLifetime ?? options.Sessions.IdleLifetime;
        var absolute = client.SessionAbsoluteLifetime ?? options.Sessions.AbsoluteLifetime;
        if (idle <= TimeSpan.Zero || absolute < idle || absolute > LongestSession)
        {
            yield return $"{key}: SessionIdleLifetime must be more than zero, and SessionAbsoluteLifetime from it up to ten years.";
        }
    }

    private static IEnumerable<string> Retries(ClientDeclaration client, string key)
    {
        if (client.RetryWindow is { } window && !RetryWindow.TryParse(window, out _))
        {
            yield return $"{key}:RetryWindow must be a duration such as 00:01:00, at most an hour, or 0, or until-used.";
        }

        if (client.RetryLimit is < 1 or > 100_000 || client.ForeignRetryLimit is < 1 or > 1000)
        {
            yield return $"{key}: RetryLimit must be from 1 to 100000, and ForeignRetryLimit from 1 to 1000.";
        }
    }
}
