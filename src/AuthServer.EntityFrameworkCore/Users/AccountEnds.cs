using System.Data.Common;
using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace AuthServer.EntityFrameworkCore.Users;

/// <summary>Carries out what is done to accounts together with what it ends, in one transaction, and in the name of whoever acts.</summary>
public sealed partial class AccountEnds(AuthDbContext context, UserSessionsEnd sessions, SessionEnding ending, ActingParty acting, ILogger<AccountEnds> logger)
{
    public bool IsDoneBySomebodyElse(AuthUser user) => acting.IsSomebodyElseThan(new UserId(user.Id));

    /// <summary>When the operation succeeds, all of the user's sign-ins and sessions end with it, but the one that is kept.</summary>
    public async Task<IdentityResult> EndAllAsync(
        AuthUser user, EndReason reason, Func<Task<IdentityResult>> operation, SignInId? kept, CancellationToken cancellationToken)
    {
        var end = End(user, reason) with { Kept = kept };
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var result = await operation();
        if (!result.Succeeded)
        {
            return result;
        }

        var epoch = await sessions.DecideAsync(end, context.Database.GetDbConnection(), transaction.GetDbTransaction(), cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        await MarkAsync(end, epoch!.Value);
        return result;
    }

    /// <summary>As <see cref="EndAllAsync"/>, for the operation after which there is no user any more.</summary>
    public async Task<IdentityResult> EndAllBeforeAsync(AuthUser user, EndReason reason, Func<Task<IdentityResult>> operation, CancellationToken cancellationToken)
    {
        var end = End(user, reason);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Decided while there still is a row whose epoch can be raised.
        var epoch = await sessions.DecideAsync(end, context.Database.GetDbConnection(), transaction.GetDbTransaction(), cancellationToken);
        var result = await operation();
        if (result.Succeeded && epoch is not null)
        {
            await transaction.CommitAsync(CancellationToken.None);
            await MarkAsync(end, epoch.Value);
        }

        return result;
    }

    /// <summary>
    /// When the operation succeeds, which takes something away from what the user may, the user's access tokens end with it; sessions and sign-ins go on.
    /// </summary>
    public Task<IdentityResult> EndTokensAsync(AuthUser user, Func<Task<IdentityResult>> operation, CancellationToken cancellationToken)
    {
        var id = new UserId(user.Id);
        return EndTokensAsync(operation, () => Task.FromResult<IReadOnlyList<UserId>>([id]), acting.ActorOn(id), cancellationToken);
    }

    /// <summary>As above, for an operation that is about many users and done by none of them.</summary>
    /// <param name="concerned">Whom it concerns, asked for when it is done.</param>
    public Task<IdentityResult> EndTokensAsync(
        Func<Task<IdentityResult>> operation, Func<Task<IReadOnlyList<UserId>>> concerned, CancellationToken cancellationToken) =>
        EndTokensAsync(operation, concerned, acting.Actor ?? Actors.Server, cancellationToken);

    private async Task<IdentityResult> EndTokensAsync(
        Func<Task<IdentityResult>> operation, Func<Task<IReadOnlyList<UserId>>> concerned, string actor, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var result = await operation();
        if (!result.Succeeded)
        {
            return result;
        }

        var ends = (await concerned()).Select(user => new EndTokensOfUser(user, actor, acting.Caller) { Note = acting.Note }).ToList();
        foreach (var end in ends)
        {
            await sessions.DecideAsync(end, context.Database.GetDbConnection(), transaction.GetDbTransaction(), cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
        ends.ForEach(ending.Announce);
        return result;
    }

    private EndSessionsOfUser End(AuthUser user, EndReason reason)
    {
        var id = new UserId(user.Id);
        return new EndSessionsOfUser(id, reason, acting.ActorOn(id), acting.Caller) { Note = acting.Note };
    }

    /// <summary>The epoch has decided; rows that could not be marked now say nothing false, for they are behind it.</summary>
    private async Task MarkAsync(EndSessionsOfUser end, int epoch)
    {
        try
        {
            ending.Announce(end, await sessions.MarkAsync(end, epoch, CancellationToken.None));
        }
        catch (Exception exception) when (exception is DbException or StoreUnavailableException)
        {
            LogNotMarked(logger, exception, end.UserId);
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "The sessions of user {UserId} have ended, but not all of their rows could be marked")]
    private static partial void LogNotMarked(ILogger logger, Exception exception, UserId userId);
}
