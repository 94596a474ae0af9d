namespace AuthServer.AdminApi.Users;

/// <summary>Where a user chooses a password, once; for the administrator to hand on.</summary>
/// <param name="Address">As good as the password until it is used or has expired.</param>
public sealed record PasswordLinkDocument(Guid UserId, string Address);
