namespace AuthServer.AdminApi.Users;

/// <summary>An account that is to be made. Its user chooses the password at the link that comes with the answer.</summary>
public sealed record UserBody : INoted
{
    public required string UserName { get; init; }

    /// <summary>Null: the user name.</summary>
    public string? Email { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <inheritdoc/>
    public string? Note { get; init; }
}
