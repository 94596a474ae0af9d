using System.CommandLine;
using AuthServer.AdminApi.Sessions;
using AuthServer.AdminApi.Users;
using AuthServer.Administration;
using AuthServer.Core.Clients;
using AuthServer.Core.Incidents;
using AuthServer.Core.Revocation;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Commands;

/// <summary>Ends sessions: chosen ones, all of a user or of a client at once, or as an incident all that meet a filter.</summary>
internal static class SessionRevocation
{
    private static readonly Argument<Guid[]> Ids = new("sessions") { Description = "Ids of sessions", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> All = new("--all") { Description = "Every active session" };
    private static readonly Option<bool> KeepSignIns = new("--keep-sign-ins") { Description = "Leave browser sign-ins alone, which otherwise end with the sessions that started from them; of a filter also those that meet it themselves" };
    private static readonly Option<string?> To = new("--to") { Description = "The moment that the database was taken back to: 2026-11-21T10:00:00Z", HelpName = "instant" };
    private static readonly Argument<Guid> Incident = new("incident") { Description = "The incident's id" };

    public static Command Revoke()
    {
        var command = CommandTree.With(
            "revoke", "End sessions. With --user or --client alone everything of theirs ends at once; any other filter runs as an incident, which the servers work off too",
            [
                "sessions revoke 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11 --note \"lost laptop\"",
                "sessions revoke --user alice@example.com --note \"lost laptop\" --yes",
                "sessions revoke --ip 203.0.113.0/24 --created-from 2026-11-20 --dry-run --note \"phishing\"",
            ],
            [Ids, All, .. SessionFilterOptions.All, KeepSignIns, SharedOptions.DryRun, SharedOptions.Reason, SharedOptions.Yes]);
        command.Validators.Add(result =>
        {
            var ways = new[] { result.GetResult(Ids) is { Tokens.Count: > 0 }, result.GetResult(All) is not null, SessionFilterOptions.All.Any(option => result.GetResult(option) is not null) };
            if (ways.Count(way => way) != 1)
            {
                result.AddError("Say which sessions: their ids, or a filter, or --all; one of them alone.");
            }
        });
        return command.Runs(RevokeAsync);
    }

    public static Command Restored()
    {
        var command = CommandTree.With(
            "restored", "After a restore of the database: end what was signed in before, for what had been revoked since has come back",
            ["sessions restored --to 2026-11-21T10:00:00Z --note \"restore of Friday\"", "sessions restored --all --note \"restore of Friday\" --yes"],
            To, All, SharedOptions.DryRun, SharedOptions.Reason, SharedOptions.Yes);
        command.Validators.Add(result =>
        {
            if (result.GetResult(To) is not null == result.GetResult(All) is not null)
            {
                result.AddError("Say --to with the moment that the database was taken back to, or --all.");
            }
        });
        return command.Runs(RestoredAsync);
    }

    public static Command Resume() => CommandTree.With(
        "resume", "Work off an incident that was interrupted or stopped, until it is finished", ["sessions resume 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11"], Incident)
        .Runs(async (context, cancellationToken) =>
        {
            var id = new IncidentId(context.Typed.GetValue(Incident));
            await context.Get<IncidentResponse>().ResumeAsync(id, context.Operator.Actor, context.Operator.Caller, cancellationToken);
            return await context.Get<IIncidentStore>().FindAsync(id, cancellationToken) is { } incident
                ? await IncidentProgress.WorkOffAsync(context, incident, cancellationToken)
                : context.NotFound("incident");
        });

    private static async Task<int> RevokeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Typed.GetValue(Ids) is { Length: > 0 } ids)
        {
            return await EndAsync(context, [.. ids.Distinct().Select(id => new SessionId(id))], cancellationToken);
        }

        if (SessionFilterOptions.IsAlone(context.Typed, SessionFilterOptions.User))
        {
            return await EndOfUserAsync(context, cancellationToken);
        }

        if (SessionFilterOptions.IsAlone(context.Typed, SessionFilterOptions.Client))
        {
            return await EndOfClientAsync(context, cancellationToken);
        }

        var (filter, exit) = await SessionFilterOptions.ReadAsync(context, cancellationToken);
        return filter is null ? exit : await EndMatchingAsync(context, filter, cancellationToken);
    }

    private static async Task<int> RestoredAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var filter = SessionFilter.All;
        if (context.Typed.GetValue(To) is { } to)
        {
            var errors = new AdminApi.MemberErrors();
            filter = filter with { CreatedBefore = SessionQuery.Instant(to, "--to", errors) };
            if (errors.Any)
            {
                return context.WrongUsage(errors);
            }
        }

        return await EndMatchingAsync(context, filter, cancellationToken, beginHistory: true);
    }

    private static async Task<int> EndAsync(CommandContext context, SessionId[] ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (await context.Get<ISessionDirectory>().FindAsync(id, cancellationToken) is null)
            {
                return context.NotFound($"session: {id}");
            }
        }

        return await OrderAsync(
            context, ids.Length, $"End {ids.Length} session(s)?", () => context.Get<SessionAdministration>().EndAsync(ids, WithSignIns(context), context.Operator, context.Note, cancellationToken));
    }

    private static async Task<int> EndOfUserAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var named = context.Typed.GetRequiredValue(SessionFilterOptions.User)!;
        if (await context.Get<UserLookup>().IdOfAsync(named, cancellationToken) is not { } id)
        {
            return context.NotFound("user");
        }

        var sessions = context.Get<SessionAdministration>();
        var matched = await sessions.CountAsync(new SessionFilter { User = new UserId(id) }, cancellationToken);
        return await OrderAsync(
            context, matched, $"End everything that {named} has open, {matched} session(s) and all browser sign-ins?",
            () => sessions.EndAllOfUserAsync(new UserId(id), context.Operator, context.Note, cancellationToken));
    }

    private static async Task<int> EndOfClientAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var client = new ClientId(context.Typed.GetRequiredValue(SessionFilterOptions.Client)!);
        if (await context.Get<AdminApi.Clients.ClientLookup>().FindAsync(client.Value, cancellationToken) is null)
        {
            return context.NotFound("client");
        }

        var sessions = context.Get<SessionAdministration>();
        var matched = await sessions.CountAsync(new SessionFilter { Client = client }, cancellationToken);
        return await OrderAsync(
            context, matched, $"End all {matched} session(s) of client {client}?", () => sessions.EndAllOfClientAsync(client, context.Operator, context.Note, cancellationToken));
    }

    private static async Task<int> OrderAsync(CommandContext context, int matched, string question, Func<Task<int>> end)
    {
        if (context.Typed.GetValue(SharedOptions.DryRun))
        {
            return WouldEnd(context, matched);
        }

        if (!context.Confirm(question))
        {
            return ExitCodes.NotConfirmed;
        }

        var ended = await end();
        context.Output.Said(new EndedDocument(ended), $"{ended} session(s) ended.");
        return ExitCodes.Done;
    }

    private static async Task<int> EndMatchingAsync(CommandContext context, SessionFilter filter, CancellationToken cancellationToken, bool beginHistory = false)
    {
        var sessions = context.Get<SessionAdministration>();
        var matched = await sessions.CountAsync(filter, cancellationToken);
        if (context.Typed.GetValue(SharedOptions.DryRun))
        {
            return WouldEnd(context, matched);
        }

        if (!context.Confirm($"End {matched} session(s)?"))
        {
            return ExitCodes.NotConfirmed;
        }

        if (beginHistory)
        {
            await context.Get<IRevocationFeed>().BeginHistoryAsync(cancellationToken);
        }

        var incident = await sessions.OpenIncidentAsync(filter, WithSignIns(context), context.Operator, context.Note!, cancellationToken);
        return await IncidentProgress.WorkOffAsync(context, incident, cancellationToken);
    }

    private static bool WithSignIns(CommandContext context) => !context.Typed.GetValue(KeepSignIns);

    private static int WouldEnd(CommandContext context, int matched)
    {
        context.Output.Said(new { WouldEnd = matched }, $"{matched} session(s) would end. Nothing was changed.");
        return ExitCodes.Done;
    }
}
