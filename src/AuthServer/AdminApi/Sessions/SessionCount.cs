namespace AuthServer.AdminApi.Sessions;

/// <summary>How many sessions there are.</summary>
public sealed record SessionCount(int Count);
