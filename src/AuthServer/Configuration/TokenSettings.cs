namespace AuthServer.Configuration;

/// <summary>Lifetimes of access tokens.</summary>
public sealed class TokenSettings
{
    /// <summary>For clients that declare none.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>No client may declare more. Revocation entries and old signing keys are kept for this long.</summary>
    public TimeSpan MaximumAccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);
}
