using System.Globalization;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Audit;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.AdminApi.Audit;

/// <summary>Reads audit events, for the API and for commands.</summary>
internal sealed class AuditTrail(IDbContextFactory<AuthDbContext> contexts)
{
    public static long? Cursor(string? after, MemberErrors errors)
    {
        if (after is null)
        {
            return null;
        }

        if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor))
        {
            return cursor;
        }

        PageQuery.RefuseCursor(errors);
        return null;
    }

    /// <summary>The newest first.</summary>
    public async Task<Page<AuditDocument>> ListAsync(AuditFilter filter, long? after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var events = Matching(context.AuditEvents.AsNoTracking(), filter);
        events = after is { } last ? events.Where(row => row.Id < last) : events;
        return PageOf(await events.OrderByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken), take);
    }

    /// <summary>What happened to a session, the oldest first.</summary>
    public async Task<Page<AuditDocument>> OfSessionAsync(SessionId session, long? after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var first = after ?? 0;
        var events = context.AuditEvents.AsNoTracking().Where(row => row.SessionId == session.Value && row.Id > first);
        return PageOf(await events.OrderBy(row => row.Id).Take(take + 1).ToListAsync(cancellationToken), take);
    }

    private static IQueryable<AuditEventEntity> Matching(IQueryable<AuditEventEntity> events, AuditFilter filter)
    {
        events = filter.Type is { } type ? events.Where(row => row.Type == type) : events;
        events = filter.Actor is { } actor ? events.Where(row => row.Actor == actor) : events;
        events = filter.SessionId is { } session ? events.Where(row => row.SessionId == session) : events;
        events = filter.UserId is { } user ? events.Where(row => row.UserId == user) : events;
        events = filter.ClientId is { } client ? events.Where(row => row.ClientId == client) : events;
        events = filter.From is { } from ? events.Where(row => row.At >= from) : events;
        return filter.Before is { } before ? events.Where(row => row.At < before) : events;
    }

    private static Page<AuditDocument> PageOf(List<AuditEventEntity> rows, int take) => new(
        [.. rows.Take(take).Select(AuditDocument.Of)], rows.Count > take ? rows[take - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
}
