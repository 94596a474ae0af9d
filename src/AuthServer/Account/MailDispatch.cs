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
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was: what one stranger typed must end neither the mails of all others nor, with this service, the server.
                LogFailed(logger, exception, request.GetType().Name);
            }
        }
    }

    [LoggerMessage(3210, LogLevel.Error, "A mail could not be sent ({Kind}). Check AuthServer:Email")]
    private static partial void LogFailed(ILogger logger, Exception exception, string kind);
}
