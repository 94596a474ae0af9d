namespace AuthServer.Administration;

/// <summary>An account that an administrator makes.</summary>
public sealed record NewUser
{
    public required string UserName { get; init; }

    /// <summary>Null: the user name.</summary>
    public string? Email { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];
}
