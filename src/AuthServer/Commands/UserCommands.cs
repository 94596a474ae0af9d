using System.CommandLine;
using AuthServer.AdminApi.Sessions;
using AuthServer.AdminApi.Users;
using AuthServer.Administration;
using AuthServer.Core.Users;

namespace AuthServer.Commands;

/// <summary>Accounts.</summary>
internal static class UserCommands
{
    private static readonly Argument<string> User = new("user") { Description = "The user's id, name or e-mail address" };
    private static readonly Argument<string> Name = new("name") { Description = "User name, and e-mail address unless --email says another" };
    private static readonly Option<string?> Email = new("--email") { Description = "E-mail address", HelpName = "address" };
    private static readonly Option<string[]> Roles = new("--role") { Description = "A role, such as admin; may be repeated", HelpName = "role" };
    private static readonly Argument<string> Role = new("role") { Description = "A role, such as admin" };
    private static readonly Option<string?> Search = new("--search") { Description = "What the name or the address begins with", HelpName = "text" };
    private static readonly Option<string?> Until = new("--until") { Description = "Until when: 2026-11-21T10:00:00Z. Without it, until the account is unlocked", HelpName = "instant" };

    public static Command Make() => CommandTree.With("user", "Accounts", [],
        CommandTree.With("list", "Accounts, by user name", ["user list", "user list --search alice --json"], Search, SharedOptions.Limit).Runs(ListAsync),
        CommandTree.With("show", "One account", ["user show alice@example.com"], User).Runs(ShowAsync),
        CommandTree.With(
            "add", "Make an account; the answer has the link at which its user chooses a password", ["user add carol@example.com", "user add carol@example.com --role admin --note \"on call\""],
            Name, Email, Roles, SharedOptions.Note).Runs(AddAsync),
        Ends("disable", "Disable an account, and end everything that is signed in", "Disable", (users, id, context) => users.DisableAsync(id, context.Operator, context.Note)),
        CommandTree.With("enable", "Enable an account", ["user enable alice@example.com"], User, SharedOptions.Note)
            .Runs((context, stop) => OrderAsync(context, question: null, (users, id, by) => users.EnableAsync(id, by.Operator, by.Note), stop)),
        CommandTree.With(
            "lock", "Lock an account for a time, and end everything that is signed in", ["user lock alice@example.com --until 2026-12-01 --note \"unpaid leave\" --yes"],
            User, Until, SharedOptions.Reason, SharedOptions.Yes).Runs(LockAsync),
        CommandTree.With("unlock", "End a lock-out", ["user unlock alice@example.com"], User, SharedOptions.Note)
            .Runs((context, stop) => OrderAsync(context, question: null, (users, id, by) => users.UnlockAsync(id, by.Operator, by.Note), stop)),
        CommandTree.With(
            "reset-password", "Void the password, end everything that is signed in, and tell the link to choose another", ["user reset-password alice@example.com --note \"phished\" --yes"],
            User, SharedOptions.Reason, SharedOptions.Yes).Runs(ResetPasswordAsync),
        Ends(
            "reset-second-factor", "Take second factors and passkeys away, and end everything that is signed in", "Take the second factors and passkeys away from",
            (users, id, context) => users.ResetSecondFactorAsync(id, context.Operator, context.Note)),
        CommandTree.With("add-role", "Give a user a role", ["user add-role alice@example.com admin --note \"on call\""], User, Role, SharedOptions.Note)
            .Runs((context, stop) => OrderAsync(context, question: null, (users, id, by) => users.AddRoleAsync(id, RoleOf(by), by.Operator, by.Note), stop)),
        CommandTree.With(
            "remove-role", "Take a role away; tokens that still name it are refused", ["user remove-role alice@example.com admin --note \"another team\" --yes"],
            User, Role, SharedOptions.Reason, SharedOptions.Yes)
            .Runs((context, stop) => OrderAsync(
                context, $"Take the role {RoleOf(context)} away from {context.Typed.GetValue(User)}?", (users, id, by) => users.RemoveRoleAsync(id, RoleOf(by), by.Operator, by.Note), stop)),
        Ends("delete", "Delete an account for ever, and end everything that is signed in", "Delete for ever", (users, id, context) => users.DeleteAsync(id, context.Operator, context.Note)));

    private static Command Ends(string name, string description, string verb, Func<UserAdministration, UserId, CommandContext, Task<Outcome<UserId>>> order) =>
        CommandTree.With(name, description, [$"user {name} alice@example.com --note \"ticket 7\" --yes"], User, SharedOptions.Reason, SharedOptions.Yes)
            .Runs((context, cancellationToken) => OrderAsync(context, $"{verb} {context.Typed.GetValue(User)}?", order, cancellationToken));

    private static string RoleOf(CommandContext context) => context.Typed.GetRequiredValue(Role);

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var page = await context.Get<UserLookup>().ListAsync(context.Typed.GetValue(Search), after: null, context.Typed.GetValue(SharedOptions.Limit), cancellationToken);
        context.Output.Table(page.Items,
            ("ID", user => user.Id), ("NAME", user => user.UserName), ("E-MAIL", user => user.Email), ("ROLES", user => user.Roles), ("DISABLED", user => user.Disabled),
            ("LOCKED UNTIL", user => user.LockedUntil), ("SECOND FACTOR", user => user.HasSecondFactor));
        return ExitCodes.Done;
    }

    private static async Task<int> ShowAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var users = context.Get<UserLookup>();
        if (await users.IdOfAsync(context.Typed.GetRequiredValue(User), cancellationToken) is not { } id || await users.FindAsync(id, cancellationToken) is not { } user)
        {
            return context.NotFound("user");
        }

        context.Output.Document(user, static told =>
        [
            ("Id", told.Id), ("Name", told.UserName), ("E-mail", told.Email), ("Confirmed", told.EmailConfirmed), ("Roles", told.Roles), ("Disabled", told.Disabled),
            ("Locked until", told.LockedUntil), ("Password", told.HasPassword), ("Must change it", told.MustChangePassword), ("Second factor", told.HasSecondFactor), ("Passkeys", told.Passkeys),
        ]);
        return ExitCodes.Done;
    }

    private static async Task<int> AddAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await context.RequireMasterKeyAsync(cancellationToken);
        var made = new NewUser { UserName = context.Typed.GetRequiredValue(Name), Email = context.Typed.GetValue(Email), Roles = context.Typed.GetValue(Roles) ?? [] };
        return TellLink(context, await context.Get<UserAdministration>().CreateAsync(made, context.Operator, context.Note), $"Account {made.UserName} is made.");
    }

    private static async Task<int> LockAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var errors = new AdminApi.MemberErrors();
        var until = SessionQuery.Instant(context.Typed.GetValue(Until), "--until", errors);
        if (until <= context.Get<TimeProvider>().GetUtcNow())
        {
            errors.Add("--until", "The instant is in the past.");
        }

        return errors.Any
            ? context.WrongUsage(errors)
            : await OrderAsync(context, $"Lock {context.Typed.GetValue(User)}?", (users, id, by) => users.LockAsync(id, until, by.Operator, by.Note), cancellationToken);
    }

    private static async Task<int> ResetPasswordAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var named = context.Typed.GetRequiredValue(User);
        if (await context.Get<UserLookup>().IdOfAsync(named, cancellationToken) is not { } id)
        {
            return context.NotFound("user");
        }

        await context.RequireMasterKeyAsync(cancellationToken);
        return context.Confirm($"Void the password of {named}?")
            ? TellLink(context, await context.Get<UserAdministration>().ResetPasswordAsync(new UserId(id), context.Operator, context.Note), $"The password of {named} is void.")
            : ExitCodes.NotConfirmed;
    }

    private static int TellLink(CommandContext context, Outcome<PasswordLink> outcome, string sentence) => context.Exit(outcome, "user", link => context.Output.Said(
        new PasswordLinkDocument(link.UserId, link.Address), $"{sentence} The user chooses a password, once, at {link.Address}"));

    /// <param name="question">Null for what ends nothing.</param>
    private static async Task<int> OrderAsync(
        CommandContext context, string? question, Func<UserAdministration, UserId, CommandContext, Task<Outcome<UserId>>> order, CancellationToken cancellationToken)
    {
        var users = context.Get<UserLookup>();
        if (await users.IdOfAsync(context.Typed.GetRequiredValue(User), cancellationToken) is not { } id || await users.FindAsync(id, cancellationToken) is null)
        {
            return context.NotFound("user");
        }

        if (question is not null && !context.Confirm(question))
        {
            return ExitCodes.NotConfirmed;
        }

        var outcome = await order(context.Get<UserAdministration>(), new UserId(id), context);
        return context.Exit(outcome, "user", done => context.Output.Said(new { UserId = done.Value, Done = context.Typed.CommandResult.Command.Name }, "Done."));
    }
}
