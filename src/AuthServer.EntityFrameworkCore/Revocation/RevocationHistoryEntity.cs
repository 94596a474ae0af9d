namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>A beginning of the feed after the database was taken back to an earlier state: cursors from before it are void.</summary>
public sealed class RevocationHistoryEntity
{
    public Guid Id { get; set; }

    public DateTimeOffset BeganAt { get; set; }
}
