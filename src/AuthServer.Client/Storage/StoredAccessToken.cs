namespace AuthServer.Client.Storage;

/// <summary>An access token as it is kept, with what it was asked for.</summary>
internal sealed record StoredAccessToken(string? Resource, string? Scope, string Value, string Scheme, DateTimeOffset ObtainedAt, TimeSpan Lifetime)
{
    /// <summary>Names no token.</summary>
    public override string ToString() => nameof(StoredAccessToken);
}
