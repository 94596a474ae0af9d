using AuthServer.Configuration;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Grants;
using AuthServer.Core.Sessions;
using AuthServer.Declarations;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Audit;
using AuthServer.EntityFrameworkCore.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AuthServer.Administration;

/// <summary>
/// What an administrator does with clients, from whichever door; held to the rules of a declaration in the configuration. One that is declared there can be
/// disabled and enabled here, and nothing else. Sessions are safe from registrations that a node still remembers: every deciding write compares the version.
/// </summary>
public sealed class ClientAdministration(
    IDbContextFactory<AuthDbContext> contexts,
    ClientEnds ends,
    ClientDirectory directory,
    GrantDirectory grants,
    IOptions<AuthServerOptions> options,
    IHostEnvironment environment,
    TimeProvider time)
{
    private const string ChangedMeanwhile = "Somebody else has changed the client meanwhile. Look at it again first.";

    /// <summary>Adds a client. One that authenticates by a secret gets it made here; the answer shows it this once.</summary>
    public async Task<Outcome<NewSecret?>> AddAsync(ClientDeclaration declared, Administrator by, string? note, CancellationToken cancellationToken)
    {
        var secret = NeedsSecret(declared) ? ClientSecretHash.NewSecret() : null;
        if (Refusals(declared, secret) is { Count: > 0 } refusals)
        {
            return new Outcome<NewSecret?>.Refused([.. refusals]);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Clients.AnyAsync(row => row.Id == declared.Id, cancellationToken))
        {
            return new Outcome<NewSecret?>.Refused("There is a client with this id already.");
        }

        var client = context.Clients.Add(new ClientEntity { Id = declared.Id }).Entity;
        ClientDeclarations.CopyTo(client, declared, options.Value, grants);
        var made = secret is null ? null : Add(client, secret, "first", expiresAt: null);
        Record(context, AuditEventTypes.ClientAdded, client.Id, by, note);
        await context.SaveChangesAsync(cancellationToken);
        return new Outcome<NewSecret?>.Done(made);
    }

    /// <summary>Changes everything of a client but its id, type and secrets.</summary>
    /// <param name="version">The version that was shown to whoever changes it: a change by somebody else meanwhile is not overwritten.</param>
    public Task<Outcome<int>> ChangeAsync(ClientDeclaration declared, int version, Administrator by, string? note, CancellationToken cancellationToken) =>
        WithOwnAsync(declared.Id, async (context, client) =>
        {
            declared.Type = client.Type;
            if (client.Version != version)
            {
                return new Outcome<int>.Refused(ChangedMeanwhile);
            }

            if (Refusals(declared, NeedsSecret(declared) && client.Secrets.Count > 0 ? "kept" : null) is { Count: > 0 } refusals)
            {
                return new Outcome<int>.Refused([.. refusals]);
            }

            ClientDeclarations.CopyTo(client, declared, options.Value, grants);
            Record(context, AuditEventTypes.ClientChanged, client.Id, by, note);
            return await SaveAsync(context, client, client.Version + 1, cancellationToken);
        }, cancellationToken);

    /// <summary>Gives a client one secret more, for as long as two are in use. The answer shows it this once.</summary>
    public Task<Outcome<NewSecret>> AddSecretAsync(
        string id, string label, DateTimeOffset? expiresAt, Administrator by, string? note, CancellationToken cancellationToken) =>
        WithOwnAsync(id, async (context, client) =>
        {
            if (!NeedsSecret(ClientDeclarations.Of(client)))
            {
                return new Outcome<NewSecret>.Refused("This client does not authenticate by a secret.");
            }

            if (expiresAt <= time.GetUtcNow())
            {
                return new Outcome<NewSecret>.Refused("A secret must expire in the future, or never.");
            }

            if (label.Length > ClientSecretEntity.MaximumLabelLength)
            {
                return new Outcome<NewSecret>.Refused($"A label has at most {ClientSecretEntity.MaximumLabelLength} characters.");
            }

            var made = Add(client, ClientSecretHash.NewSecret(), label, expiresAt);
            Record(context, AuditEventTypes.SecretAdded, id, by, note);
            return await SaveAsync(context, client, made, cancellationToken);
        }, cancellationToken);

    /// <summary>Takes a secret from a client. Whoever has it is refused from then on; sessions go on.</summary>
    public Task<Outcome<int>> RemoveSecretAsync(string id, Guid secretId, Administrator by, string? note, CancellationToken cancellationToken) =>
        WithOwnAsync<int>(id, async (context, client) =>
        {
            if (client.Secrets.Find(secret => secret.Id == secretId) is not { } secret)
            {
                return new Outcome<int>.NotFound();
            }

            if (client.Secrets.Count == 1)
            {
                return new Outcome<int>.Refused("It is the client's only secret: add another first, or disable the client.");
            }

            client.Secrets.Remove(secret);
            Record(context, AuditEventTypes.SecretRemoved, id, by, note);
            return await SaveAsync(context, client, client.Secrets.Count, cancellationToken);
        }, cancellationToken);

    /// <summary>Its requests are refused from then on, and all of its sessions and unspent codes end.</summary>
    public Task<Outcome<ClientId>> DisableAsync(string id, Administrator by, string? note, CancellationToken cancellationToken) =>
        TakeAwayAsync(id, by, note, AuditEventTypes.ClientDisabled, ends.DisableAsync, cancellationToken);

    /// <summary>Its users sign in anew.</summary>
    public Task<Outcome<ClientId>> EnableAsync(string id, Administrator by, string? note, CancellationToken cancellationToken) =>
        WithAsync(id, async (context, client) =>
        {
            client.Disabled = false;
            Record(context, AuditEventTypes.ClientEnabled, id, by, note);
            return await SaveAsync(context, client, new ClientId(id), cancellationToken);
        }, cancellationToken);

    /// <summary>It is gone for ever, with its secrets; its sessions end, and stay visible for as long as history is kept.</summary>
    public Task<Outcome<ClientId>> DeleteAsync(string id, Administrator by, string? note, CancellationToken cancellationToken) =>
        WithOwnAsync(id, (_, _) => TakeAwayAsync(id, by, note, AuditEventTypes.ClientDeleted, ends.DeleteAsync, cancellationToken), cancellationToken);

    private Task<Outcome<ClientId>> TakeAwayAsync(
        string id,
        Administrator by,
        string? note,
        string type,
        Func<AuthDbContext, ClientEntity, EndSessionsOfClient, CancellationToken, Task> take,
        CancellationToken cancellationToken) => WithAsync<ClientId>(id, async (context, client) =>
        {
            Record(context, type, id, by, note);
            try
            {
                await take(
                    context, client, new EndSessionsOfClient(new ClientId(id), EndReason.ClientDisabled, by.Actor, by.Caller) { Note = note }, cancellationToken);
                return new Outcome<ClientId>.Done(new ClientId(id));
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Outcome<ClientId>.Refused(ChangedMeanwhile);
            }
        }, cancellationToken);

    private static bool NeedsSecret(ClientDeclaration declared) => declared.Type != ClientType.Public && !ClientKeyValidation.AuthenticatesByKey(declared);

    /// <summary>The rules of the configuration, said of the form's own fields.</summary>
    /// <param name="secret">Anything, when the client has one.</param>
    private List<string> Refusals(ClientDeclaration declared, string? secret)
    {
        declared.Secret = secret;
        var unserved = declared.GrantTypes.Except(grants.Types).Select(grant => $"GrantTypes: '{grant}' is not served. Served are: {string.Join(", ", grants.Types)}.");
        var refusals = ClientDeclarationValidation.Refusals(declared, "", options.Value, environment.IsDevelopment()).Select(refusal => refusal.TrimStart(':', ' '));
        return [.. unserved, .. refusals];
    }

    private NewSecret Add(ClientEntity client, string secret, string label, DateTimeOffset? expiresAt)
    {
        var entity = new ClientSecretEntity
        {
            Id = Guid.CreateVersion7(),
            ClientId = client.Id,
            Hash = ClientSecretHash.OfGenerated(secret),
            Label = label,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt,
        };
        client.Secrets.Add(entity);
        return new NewSecret(entity.Id, secret);
    }

    /// <summary>With the client's row, unless there is none or the configuration has it in hand.</summary>
    private Task<Outcome<T>> WithOwnAsync<T>(string id, Func<AuthDbContext, ClientEntity, Task<Outcome<T>>> change, CancellationToken cancellationToken) => WithAsync(
        id,
        async (context, client) => client.ManagedByConfiguration
            ? new Outcome<T>.Refused(ScopeAdministration.ManagedByConfiguration)
            : await change(context, client),
        cancellationToken);

    private async Task<Outcome<T>> WithAsync<T>(string id, Func<AuthDbContext, ClientEntity, Task<Outcome<T>>> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Clients.Include(row => row.Secrets).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } client)
        {
            return new Outcome<T>.NotFound();
        }

        var outcome = await change(context, client);
        directory.Forget(new ClientId(id));
        return outcome;
    }

    /// <summary>What other nodes remember of this client is out of date from now on.</summary>
    private static async Task<Outcome<T>> SaveAsync<T>(AuthDbContext context, ClientEntity client, T answer, CancellationToken cancellationToken)
    {
        client.Version++;
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return new Outcome<T>.Done(answer);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Outcome<T>.Refused(ChangedMeanwhile);
        }
    }

    private void Record(AuthDbContext context, string type, string id, Administrator by, string? note) =>
        context.Record(new AuditEvent(type, by.Actor, by.Caller) { ClientId = new ClientId(id), Detail = note }, time.GetUtcNow());
}
