using System.CommandLine;
using AuthServer.AdminApi;
using AuthServer.AdminApi.Audit;

namespace AuthServer.Commands;

/// <summary>The audit trail.</summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Type = new("--type") { Description = "Such as session.ended", HelpName = "type" };
    private static readonly Option<string?> Actor = new("--actor") { Description = "Who did it, such as operator:root", HelpName = "actor" };
    private static readonly Option<string?> Session = new("--session") { Description = "A session's id", HelpName = "id" };
    private static readonly Option<string?> User = new("--user") { Description = "A user's id", HelpName = "id" };
    private static readonly Option<string?> Client = new("--client") { Description = "A client's id", HelpName = "id" };
    private static readonly Option<string?> From = new("--from") { Description = "At this instant or later: 2026-11-21 or 2026-11-21T10:00:00Z", HelpName = "instant" };
    private static readonly Option<string?> Before = new("--before") { Description = "Before this instant", HelpName = "instant" };

    public static Command Make() => CommandTree.With(
        "audit", "What happened, the newest first", ["audit --type session.ended --limit 20", "audit --actor operator:root --json"],
        Type, Actor, Session, User, Client, From, Before, SharedOptions.Limit).Runs(ListAsync);

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var filter = new AuditQuery
        {
            Type = context.Typed.GetValue(Type),
            Actor = context.Typed.GetValue(Actor),
            SessionId = context.Typed.GetValue(Session),
            UserId = context.Typed.GetValue(User),
            ClientId = context.Typed.GetValue(Client),
            From = context.Typed.GetValue(From),
            Before = context.Typed.GetValue(Before),
        }.Read(errors);
        if (errors.Any)
        {
            return context.WrongUsage(errors);
        }

        var page = await context.Get<AuditTrail>().ListAsync(filter, after: null, context.Typed.GetValue(SharedOptions.Limit), cancellationToken);
        Write(context.Output, page.Items);
        return ExitCodes.Done;
    }

    public static void Write(CommandOutput output, IReadOnlyList<AuditDocument> events) => output.Table(events,
        ("AT", item => item.At), ("TYPE", item => item.Type), ("ACTOR", item => item.Actor), ("REASON", item => item.Reason),
        ("IP", item => item.Ip), ("USER AGENT", item => item.UserAgent), ("NOTE", item => item.Detail));
}
