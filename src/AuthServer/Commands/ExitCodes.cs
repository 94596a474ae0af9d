namespace AuthServer.Commands;

/// <summary>What a command's exit says to scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Refused, or failed; the standard error says why.</summary>
    public const int Refused = 1;

    /// <summary>The command is not written as it must be; nothing was looked at.</summary>
    public const int WrongUsage = 2;

    /// <summary>What the command is about does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>Nobody has confirmed what would have been ended or deleted; nothing was changed.</summary>
    public const int NotConfirmed = 4;
}
