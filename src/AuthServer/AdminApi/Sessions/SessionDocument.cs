using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.AdminApi.Sessions;

/// <summary>A session: one sign-in of one user through one client. Nothing of its tokens, not even a hash.</summary>
public sealed record SessionDocument
{
    /// <summary>The sid claim of its tokens.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Null when the account is gone.</summary>
    public string? UserName { get; init; }

    public required string ClientId { get; init; }

    public required string ClientName { get; init; }

    /// <summary>The browser sign-in that it started from; null when there was none.</summary>
    public Guid? SignInId { get; init; }

    /// <summary>active or ended.</summary>
    public required SessionState State { get; init; }

    /// <summary>Why it no longer counts; null while it does.</summary>
    public string? EndReason { get; init; }

    /// <summary>When it was marked as ended.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>Who ended it; null when it was time, or its user's or client's end.</summary>
    public string? EndedBy { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime AuthenticatedAt { get; init; }

    public required string Acr { get; init; }

    public required IReadOnlyList<string> Amr { get; init; }

    public required bool HasRefreshToken { get; init; }

    /// <summary>Whether its refresh token is bound to a key.</summary>
    public required bool IsKeyBound { get; init; }

    /// <summary>How many times it has rotated.</summary>
    public required long Generation { get; init; }

    public required DateTime RotatedAt { get; init; }

    /// <summary>How often the predecessor of the current token was presented again in this generation.</summary>
    public required int Retries { get; init; }

    /// <summary>Consecutive generations with a retry from elsewhere.</summary>
    public required int RetryStreak { get; init; }

    public required DateTime LastUsedAt { get; init; }

    public required DateTime IdleExpiresAt { get; init; }

    public required DateTime AbsoluteExpiresAt { get; init; }

    public required string CreatedIp { get; init; }

    public required string CreatedUserAgent { get; init; }

    public required string LastIp { get; init; }

    public required string LastUserAgent { get; init; }

    internal static SessionDocument Of(SessionEntry entry) => new()
    {
        Id = entry.Id.Value,
        UserId = entry.UserId.Value,
        UserName = entry.UserName,
        ClientId = entry.ClientId.Value,
        ClientName = entry.ClientName,
        SignInId = entry.SignInId?.Value,
        State = entry.State,
        EndReason = entry.EndReason?.Exact(),
        EndedAt = entry.EndedAt?.UtcDateTime,
        EndedBy = entry.EndedBy,
        Scopes = [.. entry.Scopes.Names],
        CreatedAt = entry.CreatedAt.UtcDateTime,
        AuthenticatedAt = entry.AuthenticatedAt.UtcDateTime,
        Acr = entry.Acr,
        Amr = entry.Amr.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        HasRefreshToken = entry.HasRefreshToken,
        IsKeyBound = entry.IsKeyBound,
        Generation = entry.Generation,
        RotatedAt = entry.RotatedAt.UtcDateTime,
        Retries = entry.Retries,
        RetryStreak = entry.RetryStreak,
        LastUsedAt = entry.LastUsedAt.UtcDateTime,
        IdleExpiresAt = entry.IdleExpiresAt.UtcDateTime,
        AbsoluteExpiresAt = entry.AbsoluteExpiresAt.UtcDateTime,
        CreatedIp = entry.CreatedIp,
        CreatedUserAgent = entry.CreatedUserAgent,
        LastIp = entry.LastIp,
        LastUserAgent = entry.LastUserAgent,
    };
}
