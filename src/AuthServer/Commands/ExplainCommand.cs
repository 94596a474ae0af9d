using System.CommandLine;
using AuthServer.AdminApi.Audit;
using AuthServer.AdminApi.Sessions;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Commands;

/// <summary>Why somebody was signed out: what a session is, why it ended, and its whole history.</summary>
internal static class ExplainCommand
{
    private const int MostEvents = 1000;

    private static readonly Argument<string?> Sid = SidOrNothing();

    public static Command Make() => CommandTree.With(
        "explain", "Tell what a session is, why it ended in plain words, and its whole history",
        ["explain 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11", "explain < refresh-token.txt"], Sid).Runs(RunAsync);

    private static Argument<string?> SidOrNothing()
    {
        var sid = new Argument<string?>("session")
        {
            Description = "The session's id. Without it a refresh token is read from the standard input; never type one, for others see what is typed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        sid.Validators.Add(result =>
        {
            // Its value is not repeated: it may be a token after all.
            if (result.Tokens is [{ Value: var typed }] && !SessionId.TryParse(typed, out _))
            {
                result.AddError(typed.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal)
                    ? "A refresh token is read from the standard input alone. What was typed is seen by others and kept in histories: take that token for leaked, and end its session."
                    : "This is not a session's id, which has the form 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11.");
            }
        });
        return sid;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        SessionId id;
        RefreshToken? token = null;
        if (context.Typed.GetValue(Sid) is { } sid)
        {
            id = SessionId.TryParse(sid, out var parsed) ? parsed : default;
        }
        else
        {
            if (context.Terminal.IsInputPerson)
            {
                context.Output.Remark("Paste the refresh token, then press Enter:");
            }

            switch (context.Get<RefreshTokenFormat>().Read((await context.Terminal.Input.ReadLineAsync(cancellationToken) ?? "").Trim()))
            {
                case RefreshTokenReading.Issued issued:
                    (id, token) = (issued.Token.Session, issued.Token);
                    break;
                case RefreshTokenReading.UnknownKey unknown:
                    context.Output.Complain($"The token was made under master key {unknown.KeyId}, which this command does not have.");
                    return ExitCodes.Refused;
                default:
                    context.Output.Complain("This is no refresh token of this server: it is mistyped or cut off, or was made under another master key.");
                    return ExitCodes.Refused;
            }
        }

        if (await context.Get<ISessionDirectory>().FindAsync(id, cancellationToken) is not { } session)
        {
            context.Output.Complain($"There is no session {id}: it was pruned, or belongs to another database.");
            return ExitCodes.NotFound;
        }

        var history = await context.Get<AuditTrail>().OfSessionAsync(id, after: null, MostEvents, cancellationToken);
        var presented = token is null ? null : await MeaningAsync(context, token, cancellationToken);
        Write(context.Output, new Explanation(SessionDocument.Of(session), session.EndReason?.ForOperators(), presented, history.Items));
        return ExitCodes.Done;
    }

    /// <summary>What would become of the token, by the generation alone: nothing is presented, and nothing changes.</summary>
    private static async Task<string?> MeaningAsync(CommandContext context, RefreshToken token, CancellationToken cancellationToken)
    {
        if (await context.Get<ISessionStore>().FindAsync(token.Session, cancellationToken) is not { Session: var session })
        {
            return null;
        }

        return ((long)session.Generation - token.Generation) switch
        {
            0 when session.TokenHash == token.Hash => "It is the current token of the session.",
            1 when session.PredecessorHash == token.Hash => "It was replaced by the current token. Presented again within the client's retry window it gets the same successor; later it ends the session as stolen.",
            < 0 => "It is newer than the database knows: the database has lost writes, by a restore or a failover. Presented, it ends the session as state_lost.",
            0 or 1 => "It is of a generation that the session has, but not the token that was given out: after a restore two lines of tokens can exist. Presented, it ends the session.",
            var behind => $"It was replaced {behind} refreshes ago. Whoever presents it ends the session as stolen.",
        };
    }

    private static void Write(CommandOutput output, Explanation explanation)
    {
        output.Document(explanation, static told => SessionCommands.Lines(told.Session)
            .Append(("Why", told.Why ?? "It has not ended: it is good until one of these instants, unless somebody ends it."))
            .Concat(told.Token is { } token ? [("The token", token)] : Array.Empty<(string, object?)>()));
        if (!output.IsJson)
        {
            output.Blank();
            AuditCommand.Write(output, explanation.History);
        }
    }

    /// <param name="Why">Null while the session goes on.</param>
    /// <param name="Token">What the token that was read is; null when none was.</param>
    private sealed record Explanation(SessionDocument Session, string? Why, string? Token, IReadOnlyList<AuditDocument> History);
}
