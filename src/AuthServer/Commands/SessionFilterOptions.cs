using System.CommandLine;
using AuthServer.AdminApi;
using AuthServer.AdminApi.Sessions;
using AuthServer.AdminApi.Users;
using AuthServer.Core.SessionDirectory;

namespace AuthServer.Commands;

/// <summary>The options that say which sessions are meant: the members of the API's filter, and users by name too.</summary>
internal static class SessionFilterOptions
{
    public static readonly Option<string?> User = new("--user") { Description = "A user's id, name or e-mail address", HelpName = "user" };
    public static readonly Option<string?> Client = new("--client") { Description = "A client's id", HelpName = "id" };

    private static readonly Option<string?> SignIn = new("--sign-in") { Description = "The browser sign-in that they started from", HelpName = "id" };
    private static readonly Option<string?> Ip = new("--ip") { Description = "An address or a network such as 203.0.113.0/24, at sign-in or last use", HelpName = "address" };
    private static readonly Option<string?> UserAgent = new("--user-agent") { Description = "A part of the user agent, in any case", HelpName = "text" };
    private static readonly Option<string?> State = new("--state") { Description = "active or ended", HelpName = "state" };
    private static readonly Option<string?> EndReason = new("--end-reason") { Description = "Why they ended, such as reuse_detected", HelpName = "reason" };
    private static readonly Option<string?> CreatedFrom = new("--created-from") { Description = "Signed in at this instant or later: 2026-11-21 or 2026-11-21T10:00:00Z", HelpName = "instant" };
    private static readonly Option<string?> CreatedBefore = new("--created-before") { Description = "Signed in before this instant", HelpName = "instant" };
    private static readonly Option<string?> UsedFrom = new("--used-from") { Description = "Used at this instant or later", HelpName = "instant" };
    private static readonly Option<string?> UsedBefore = new("--used-before") { Description = "Not used since this instant", HelpName = "instant" };

    public static IReadOnlyList<Option> All { get; } = [User, Client, SignIn, Ip, UserAgent, State, EndReason, CreatedFrom, CreatedBefore, UsedFrom, UsedBefore];

    /// <summary>Whether any of them was typed.</summary>
    public static bool AnyIn(ParseResult typed) => All.Any(option => typed.GetResult(option) is not null);

    /// <summary>Whether this one was typed and none of the others.</summary>
    public static bool IsAlone(ParseResult typed, Option option) => All.All(each => typed.GetResult(each) is not null == (each == option));

    /// <summary>The filter, or the exit with which the command ends.</summary>
    public static async Task<(SessionFilter? Filter, int Exit)> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var typed = context.Typed;
        Guid? user = null;
        if (typed.GetValue(User) is { } named && (user = await context.Get<UserLookup>().IdOfAsync(named, cancellationToken)) is null)
        {
            return (null, context.NotFound("user"));
        }

        var errors = new MemberErrors();
        var filter = new SessionQuery
        {
            UserId = user?.ToString("D"),
            ClientId = typed.GetValue(Client),
            SignInId = typed.GetValue(SignIn),
            Ip = typed.GetValue(Ip),
            UserAgent = typed.GetValue(UserAgent),
            State = typed.GetValue(State),
            EndReason = typed.GetValue(EndReason),
            CreatedFrom = typed.GetValue(CreatedFrom),
            CreatedBefore = typed.GetValue(CreatedBefore),
            UsedFrom = typed.GetValue(UsedFrom),
            UsedBefore = typed.GetValue(UsedBefore),
        }.Read(errors);
        return errors.Any ? (null, context.WrongUsage(errors)) : (filter, ExitCodes.Done);
    }
}
