namespace AuthServer.AdminApi.Users;

/// <summary>An account.</summary>
public sealed record UserDocument
{
    /// <summary>The sub claim of its tokens.</summary>
    public required Guid Id { get; init; }

    public required string UserName { get; init; }

    public string? Email { get; init; }

    public required bool EmailConfirmed { get; init; }

    public required bool Disabled { get; init; }

    /// <summary>Nobody signs in as the user until then; null when the account is not locked.</summary>
    public DateTime? LockedUntil { get; init; }

    public required bool HasPassword { get; init; }

    /// <summary>The password was chosen by somebody else, and can only be replaced.</summary>
    public required bool MustChangePassword { get; init; }

    public required bool HasSecondFactor { get; init; }

    public required int Passkeys { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }
}
