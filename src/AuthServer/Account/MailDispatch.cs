using System.Data.Common;
using System.Net.Mail;
using AuthServer.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account;

/// <summary>Looks into the requests of <see cref="MailRequests"/>, one after the other. One that fails is logged; its user asks again.</summary>
internal sealed partial class MailDispatch(MailRequests queue, MailPauses pauses, IServiceScopeFactory scopes, ILogger<MailDispatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in queue.ReadAllAsync(stoppingToken))
        {
            if (pauses.IsTooSoon(request))
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

    [LoggerMessage(3210, LogLevel.Error, "A mail could not be sent ({Kind}). Check AuthServer:Email")]
    private static partial void LogFailed(ILogger logger, Exception exception, string kind);
}
