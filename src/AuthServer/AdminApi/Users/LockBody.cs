namespace AuthServer.AdminApi.Users;

/// <summary>For how long an account is to be locked.</summary>
public sealed record LockBody : INoted
{
    /// <summary>Null: until it is unlocked.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <inheritdoc/>
    public string? Note { get; init; }
}
