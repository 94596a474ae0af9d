using System.Data.SqlTypes;
using AuthServer.Core.SessionDirectory;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.EntityFrameworkCore.SessionDirectory;

/// <summary>Where a session stands in lists.</summary>
internal sealed record Place(Guid Id, DateTimeOffset CreatedAt);

/// <summary>Sorts as the database does, so that pages fit together whoever has sorted them.</summary>
internal static class Places
{
    private static readonly IComparer<Guid> OnSqlServer = Comparer<Guid>.Create((left, right) => new SqlGuid(left).CompareTo(new SqlGuid(right)));

    public static IEnumerable<Place> SortedAfter(this AuthDbContext context, IEnumerable<Place> places, SessionCursor? after)
    {
        var ids = context.Database.IsNpgsql() ? Comparer<Guid>.Default : OnSqlServer;
        return places
            .Where(place => after is not { } last
                || place.CreatedAt < last.CreatedAt
                || (place.CreatedAt == last.CreatedAt && ids.Compare(place.Id, last.Id.Value) < 0))
            .OrderByDescending(place => place.CreatedAt).ThenByDescending(place => place.Id, ids);
    }
}
