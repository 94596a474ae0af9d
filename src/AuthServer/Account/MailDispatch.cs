using System.Data.Common;
using System.Net.Mail;
using AuthServer.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account;

/// <summary>Looks into the requests of <see cref="MailRequests"/>, one after the other. One that fails is logged; its user asks again.</summary>
internal sealed partial class MailDispatch(MailRequests queue, IServiceScopeFactory scopes, TimeProvider clock, ILogger<MailDispatch> logger) : BackgroundService
{
    // Who presses the button again and again, or has it pressed for others, fills no mailbox.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(Type Kind, string Email), DateTimeOffset> _recent = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in queue.ReadAllAsync(stoppingToken))
        {
            if (IsRepeated(request))
            {
                continue;
            }

            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<AccountMailing>().AnswerAsync(request);
            }
            catch (Exception exception) when (exception is SmtpException or IOException or DbException or DbUpdateException or StoreUnavailableException or TimeoutException)
            {
                LogFailed(logger, exception, request.GetType().Name);
            }
        }
    }

    private bool IsRepeated(MailRequest request)
    {
        var now = clock.GetUtcNow();
        foreach (var old in _recent.Where(entry => now - entry.Value >= Pause).Select(entry => entry.Key).ToList())
        {
            _recent.Remove(old);
        }

        return !_recent.TryAdd((request.GetType(), request.Email.ToUpperInvariant()), now);
    }

    [LoggerMessage(3210, LogLevel.Error, "A mail could not be sent ({Kind}). Check AuthServer:Email")]
    private static partial void LogFailed(ILogger logger, Exception exception, string kind);
}
