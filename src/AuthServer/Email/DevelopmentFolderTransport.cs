using System.Globalization;
using AuthServer.Hosting;

namespace AuthServer.Email;

/// <summary>In Development without a mail server: writes each mail to a folder, where one can look at it, and its link to the console, where one can click it.</summary>
public sealed partial class DevelopmentFolderTransport(IHostEnvironment environment, TimeProvider clock, ILogger<DevelopmentFolderTransport> logger) : IEmailTransport
{
    public bool IsAvailable => true;

    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(DevelopmentFolders.Data(environment), "mail")).FullName;
        var file = Path.Combine(folder, $"{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Guid.CreateVersion7(now):N}.eml");
        await File.WriteAllTextAsync(
            file,
            $"Date: {now.ToString("r", CultureInfo.InvariantCulture)}\r\nTo: {message.To}\r\nSubject: {message.Subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{message.Text}",
            cancellationToken);
        LogWritten(logger, message.Subject, file);

        // Not through the log: what the link carries has no place there.
        Console.WriteLine($"\n  {message.Subject} ({message.To}):\n  {message.Link}\n");
    }

    [LoggerMessage(3201, LogLevel.Information, "Mail \"{Subject}\" written to {File}")]
    private static partial void LogWritten(ILogger logger, string subject, string file);
}
