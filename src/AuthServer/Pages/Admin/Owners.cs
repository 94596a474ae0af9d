using System.Collections.Immutable;
using AuthServer.Core.Clients;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Relational;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin;

/// <summary>Finds the user or client that somebody means: by id, by name, or by as much of the name as only one has.</summary>
internal sealed class Owners(IDbContextFactory<AuthDbContext> contexts, ILookupNormalizer normalizer)
{
    private const int MostSuggestions = 5;
    private const int MaximumLength = 256;

    /// <summary>Null when nothing was typed, or nobody is meant; then <paramref name="errors"/> says so.</summary>
    public async Task<UserId?> FindUserAsync(string text, string field, ModelStateDictionary errors, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            return new UserId(id);
        }

        var found = IsPossible(text) ? await UsersAsync(text, cancellationToken) : [];
        if (found is [var only])
        {
            return new UserId(only.Id);
        }

        errors.AddModelError(field, found.Length == 0
            ? "There is no user of this name, e-mail address or id."
            : $"More than one user is called so: {string.Join(", ", found.Take(MostSuggestions).Select(user => user.Name))}{(found.Length > MostSuggestions ? " and others" : "")}.");
        return null;
    }

    /// <inheritdoc cref="FindUserAsync"/>
    public async Task<ClientId?> FindClientAsync(string text, string field, ModelStateDictionary errors, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var found = IsPossible(text) ? await ClientsAsync(text, cancellationToken) : [];
        if (found is [var only])
        {
            return new ClientId(only);
        }

        errors.AddModelError(field, found.Length == 0 ? "There is no application of this id or name." : $"More than one application has this name: {string.Join(", ", found)}. Give the id.");
        return null;
    }

    // A column holds no null character.
    private static bool IsPossible(string text) => text.Length <= MaximumLength && !text.Contains('\0', StringComparison.Ordinal);

    private async Task<ImmutableArray<(Guid Id, string Name)>> UsersAsync(string text, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var name = normalizer.NormalizeName(text);
        var exact = await context.Users.AsNoTracking().Where(user => user.NormalizedUserName == name || user.NormalizedEmail == name)
            .OrderBy(user => user.NormalizedUserName).Take(MostSuggestions + 1).Select(user => new { user.Id, user.UserName }).ToListAsync(cancellationToken);
        if (exact.Count == 0)
        {
            var pattern = LikePattern.Containing(name);
            exact = await context.Users.AsNoTracking()
                .Where(user => EF.Functions.Like(user.NormalizedUserName!, pattern, LikePattern.Escape) || EF.Functions.Like(user.NormalizedEmail!, pattern, LikePattern.Escape))
                .OrderBy(user => user.NormalizedUserName).Take(MostSuggestions + 1).Select(user => new { user.Id, user.UserName }).ToListAsync(cancellationToken);
        }

        return [.. exact.Select(user => (user.Id, user.UserName ?? ""))];
    }

    private async Task<ImmutableArray<string>> ClientsAsync(string text, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // One that is deleted has left sessions.
        if (await context.Clients.AnyAsync(client => client.Id == text, cancellationToken) || await context.Sessions.AnyAsync(session => session.ClientId == text, cancellationToken))
        {
            return [text];
        }

        return [.. await context.Clients.AsNoTracking().Where(client => client.DisplayName == text)
            .OrderBy(client => client.Id).Take(MostSuggestions).Select(client => client.Id).ToListAsync(cancellationToken)];
    }
}
