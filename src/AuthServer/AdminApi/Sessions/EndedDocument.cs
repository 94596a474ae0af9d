namespace AuthServer.AdminApi.Sessions;

/// <summary>How many sessions have ended by this; 0 when none was active any more.</summary>
public sealed record EndedDocument(int Ended);
