namespace AuthServer.Administration;

/// <summary>Where a user chooses a password, once, within the lifetime of links; for the administrator to hand on.</summary>
public sealed record PasswordLink(Guid UserId, string Address);
