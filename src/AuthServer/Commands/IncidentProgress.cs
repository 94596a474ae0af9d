using AuthServer.AdminApi.Incidents;
using AuthServer.Core.Incidents;
using AuthServer.Core.Sessions;

namespace AuthServer.Commands;

/// <summary>
/// Works an incident off beside the servers, if any run: whoever takes a batch ends it. Interrupted, it goes on at the servers, or with <c>sessions resume</c>.
/// </summary>
internal static class IncidentProgress
{
    private const int BarWidth = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<int> WorkOffAsync(CommandContext context, Incident incident, CancellationToken cancellationToken)
    {
        try
        {
            IncidentLease? held = null;
            while (incident.State == IncidentState.Running)
            {
                var batch = await context.Get<SessionEnding>().EndBatchAsync(held, IncidentLease.Duration, cancellationToken);
                held = batch?.Lease;
                if (batch is null)
                {
                    // A server has it in hand.
                    await Task.Delay(Pause, cancellationToken);
                }

                incident = await context.Get<IIncidentStore>().FindAsync(incident.Id, cancellationToken) ?? incident;
                Draw(context.Terminal, incident);
            }
        }
        catch (OperationCanceledException)
        {
            context.Output.Complain($"{Environment.NewLine}Interrupted. The servers go on with incident {incident.Id}; without any, type: sessions resume {incident.Id}");
            return ExitCodes.Refused;
        }

        if (context.Terminal.IsAsidePerson)
        {
            context.Terminal.Aside.WriteLine();
        }

        context.Output.Said(IncidentDocument.Of(incident), incident.State == IncidentState.Finished
            ? $"{incident.Ended} session(s) ended, as incident {incident.Id}."
            : $"Incident {incident.Id} was stopped after {incident.Ended} of {incident.Matched} session(s).");
        return incident.State == IncidentState.Finished ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>On a terminal alone: a log needs no bar.</summary>
    private static void Draw(Terminal terminal, Incident incident)
    {
        if (!terminal.IsAsidePerson)
        {
            return;
        }

        var done = incident.Matched == 0 ? 1 : Math.Min(1.0, (double)incident.Ended / incident.Matched);
        var filled = (int)(done * BarWidth);
        terminal.Aside.Write($"\r[{new string('#', filled)}{new string('.', BarWidth - filled)}] {incident.Ended} of {incident.Matched} ");
    }
}
