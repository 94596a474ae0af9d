using AuthServer.Configuration;
using AuthServer.Declarations;
using AuthServer.EntityFrameworkCore.Clients;

namespace AuthServer.AdminApi.Clients;

/// <summary>A client, as it is now.</summary>
public sealed record ClientDocument
{
    public required string Id { get; init; }

    /// <summary>Raised by every change; what If-Match names when the client is changed.</summary>
    public required int Version { get; init; }

    public required bool Disabled { get; init; }

    /// <summary>Declared in the configuration, and changed there alone.</summary>
    public required bool ManagedByConfiguration { get; init; }

    /// <summary>Everything that can be declared of it.</summary>
    public required ClientDeclaration Settings { get; init; }

    public required IReadOnlyList<SecretDocument> Secrets { get; init; }

    internal string Tag => $"\"{Version}\"";

    internal static ClientDocument Of(ClientEntity row) => new()
    {
        Id = row.Id,
        Version = row.Version,
        Disabled = row.Disabled,
        ManagedByConfiguration = row.ManagedByConfiguration,
        Settings = ClientDeclarations.Of(row),
        Secrets = [.. row.Secrets.OrderBy(secret => secret.CreatedAt).Select(secret =>
            new SecretDocument(secret.Id, secret.Label, secret.CreatedAt.UtcDateTime, secret.ExpiresAt?.UtcDateTime))],
    };
}
