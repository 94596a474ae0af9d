namespace AuthServer.EntityFrameworkCore.Revocation;

/// <summary>What a revocation entry names. The numbers are stored.</summary>
public enum RevocationEntryKind
{
    Session = 1,
    User = 2,
    Client = 3,
}
