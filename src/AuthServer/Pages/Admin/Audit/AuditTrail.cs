using System.Collections.Immutable;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Audit;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Pages.Admin.Audit;

/// <summary>Reads audit events, newest first; each kind of question has an index that is ordered by id.</summary>
internal sealed class AuditTrail(IDbContextFactory<AuthDbContext> contexts)
{
    // Events are recorded by several nodes, and in order nearly.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(2);

    public async Task<ImmutableArray<AuditEntry>> ListAsync(AuditQuestion question, long? before, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var events = await WithinAsync(context, Matching(context.AuditEvents.AsNoTracking(), question), question, cancellationToken);
        events = before is { } id ? events.Where(row => row.Id < id) : events;

        var found = await (
            from row in events.OrderByDescending(row => row.Id).Take(take)
            from user in context.Users.Where(user => user.Id == row.UserId).DefaultIfEmpty()
            orderby row.Id descending
            select new { Row = row, user!.UserName }).ToListAsync(cancellationToken);
        return [.. found.Select(entry => new AuditEntry(entry.Row, entry.UserName))];
    }

    /// <summary>Times as ids, by which everything is ordered: what lies outside is not even looked at.</summary>
    private static async Task<IQueryable<AuditEventEntity>> WithinAsync(
        AuthDbContext context, IQueryable<AuditEventEntity> events, AuditQuestion question, CancellationToken cancellationToken)
    {
        if (question.From is { } from)
        {
            var early = from - Disorder;
            var first = await context.AuditEvents.Where(row => row.At >= early).OrderBy(row => row.At).ThenBy(row => row.Id).Select(row => (long?)row.Id)
                .FirstOrDefaultAsync(cancellationToken) ?? long.MaxValue;
            events = events.Where(row => row.Id >= first && row.At >= from);
        }

        if (question.Before is { } before)
        {
            var late = before + Disorder;
            var last = await context.AuditEvents.Where(row => row.At < late).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Select(row => (long?)row.Id)
                .FirstOrDefaultAsync(cancellationToken) ?? 0;
            events = events.Where(row => row.Id <= last && row.At < before);
        }

        return events;
    }

    private static IQueryable<AuditEventEntity> Matching(IQueryable<AuditEventEntity> events, AuditQuestion question)
    {
        events = question.Type is { } type ? events.Where(row => row.Type == type) : events;
        events = question.Actor is { } actor ? events.Where(row => row.Actor == actor) : events;
        events = question.User is { } user ? events.Where(row => row.UserId == user.Value) : events;
        events = question.Client is { } client ? events.Where(row => row.ClientId == client.Value) : events;
        return question.Session is { } session ? events.Where(row => row.SessionId == session.Value) : events;
    }
}
