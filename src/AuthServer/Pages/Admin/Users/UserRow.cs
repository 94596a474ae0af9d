namespace AuthServer.Pages.Admin.Users;

/// <summary>An account in the list.</summary>
internal sealed record UserRow(Guid Id, string Name, string? Email, bool IsDisabled, DateTimeOffset? LockedUntil, bool HasSecondFactor);
