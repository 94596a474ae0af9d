using AuthServer.Configuration;
using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.EntityFrameworkCore.Clients;

namespace AuthServer.Declarations;

/// <summary>Translates a declaration into the row of its client.</summary>
internal static class ClientDeclarations
{
    public static void CopyTo(ClientEntity client, ClientDeclaration declared, AuthServerOptions options, GrantDirectory grants)
    {
        client.Type = declared.Type;
        client.DisplayName = declared.DisplayName;
        client.GrantTypes = string.Join(' ', declared.GrantTypes.Intersect(grants.Types));
        client.Scopes = string.Join(' ', declared.Scopes);
        client.DefaultScopes = string.Join(' ', declared.DefaultScopes.Count > 0 ? declared.DefaultScopes : declared.Scopes);
        client.MayIntrospect = declared.MayIntrospect;
        client.Metadata = ClientMetadataDeclarations.Metadata(declared).ToStored();
        client.BackChannelLogoutUri = declared.BackChannelLogoutUri;
        client.AccessTokenLifetime = declared.AccessTokenLifetime ?? options.Tokens.AccessTokenLifetime;
        client.SessionIdleLifetime = declared.SessionIdleLifetime ?? options.Sessions.IdleLifetime;
        client.SessionAbsoluteLifetime = declared.SessionAbsoluteLifetime ?? options.Sessions.AbsoluteLifetime;
        client.RetryWindow = declared.RetryWindow;
        client.RetryLimit = declared.RetryLimit;
        client.ForeignRetryLimit = declared.ForeignRetryLimit;
    }

    /// <summary>What of a client can be declared, as it would have to be declared; without its secrets.</summary>
    public static ClientDeclaration Of(ClientEntity client)
    {
        var declaration = new ClientDeclaration
        {
            Id = client.Id,
            Type = client.Type,
            DisplayName = client.DisplayName,
            MayIntrospect = client.MayIntrospect,
            AccessTokenLifetime = client.AccessTokenLifetime,
            SessionIdleLifetime = client.SessionIdleLifetime,
            SessionAbsoluteLifetime = client.SessionAbsoluteLifetime,
            RetryWindow = client.RetryWindow,
            RetryLimit = client.RetryLimit,
            ForeignRetryLimit = client.ForeignRetryLimit,
        };
        declaration.GrantTypes.AddRange(Words(client.GrantTypes));
        declaration.Scopes.AddRange(Words(client.Scopes));
        declaration.DefaultScopes.AddRange(Words(client.DefaultScopes));
        ClientMetadataDeclarations.CopyTo(declaration, ClientMetadata.FromStored(client.Metadata));
        return declaration;
    }

    /// <summary>True when the declared secret is another than the stored one, which it then replaces.</summary>
    /// <param name="iterations">How often a secret is hashed that is stored now.</param>
    public static bool ReplaceSecret(ClientEntity client, ClientDeclaration declared, int iterations)
    {
        if (Secret(declared) is not { } secret)
        {
            var had = client.Secrets.Count > 0;
            client.Secrets.Clear();
            return had;
        }

        if (client.Secrets is [var only] && only.ExpiresAt is null && ClientSecretHash.Matches(only.Hash, secret))
        {
            return false;
        }

        client.Secrets.Clear();
        client.Secrets.Add(new ClientSecretEntity { Id = Guid.CreateVersion7(), ClientId = client.Id, Hash = ClientSecretHash.OfChosen(secret, iterations) });
        return true;
    }

    private static string[] Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal static void AddRange(this IList<string> list, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            list.Add(value);
        }
    }

    private static string? Secret(ClientDeclaration declared)
    {
        if (declared.SecretFile is not { } file)
        {
            return declared.Secret;
        }

        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } secret
                ? secret
                : throw new StartRefusedException($"AuthServer:Clients: the SecretFile of {declared.Id}, {file}, is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"AuthServer:Clients: the SecretFile of {declared.Id} cannot be read: {exception.Message}", exception);
        }
    }
}
