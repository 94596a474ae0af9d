namespace AuthServer.AdminApi.Sessions;

/// <summary>The end of one session.</summary>
public sealed record EndBody : INoted
{
    /// <summary>Whether the browser sign-in that it started from ends too, so that the browser opens no other session without being asked.</summary>
    public bool EndSignIns { get; init; } = true;

    /// <inheritdoc/>
    public string? Note { get; init; }
}
