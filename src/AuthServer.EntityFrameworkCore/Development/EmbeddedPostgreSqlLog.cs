using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Development;

internal static partial class EmbeddedPostgreSqlLog
{
    [LoggerMessage(7101, LogLevel.Information, "Waiting for {What} ({Seconds} s)")]
    public static partial void Waiting(ILogger logger, string what, int seconds);

    [LoggerMessage(7102, LogLevel.Information, "Made a PostgreSQL {Version} cluster for development in {Folder}")]
    public static partial void ClusterMade(ILogger logger, int version, string folder);

    [LoggerMessage(7103, LogLevel.Information, "PostgreSQL {Version} runs as process {ProcessId} on {Folder}")]
    public static partial void Started(ILogger logger, int version, int processId, string folder);

    [LoggerMessage(7104, LogLevel.Information, "Found PostgreSQL already running on {Folder} and adopted it")]
    public static partial void Adopted(ILogger logger, string folder);

    [LoggerMessage(7105, LogLevel.Warning, "PostgreSQL on {Folder} is gone; starting it again")]
    public static partial void Lost(ILogger logger, string folder);

    [LoggerMessage(7106, LogLevel.Error, "PostgreSQL on {Folder} could not be started again; next try in {Pause}")]
    public static partial void RestartFailed(ILogger logger, Exception exception, string folder, TimeSpan pause);

    [LoggerMessage(7107, LogLevel.Information, "PostgreSQL on {Folder} is stopped")]
    public static partial void Stopped(ILogger logger, string folder);

    [LoggerMessage(7108, LogLevel.Information, "PostgreSQL on {Folder} is left running for another process")]
    public static partial void LeftRunning(ILogger logger, string folder);
}
