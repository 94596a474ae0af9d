using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Idempotency;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.AdminApi.Idempotency;

/// <summary>Answers by the key of their request, for a day, known to all nodes. The unique key in the database settles which request is the first.</summary>
internal sealed class IdempotentAnswers(IDbContextFactory<AuthDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>After this long without an answer the node that had the request counts as dead, and the key is free again. No request takes as long.</summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(2);

    private const int MaximumAttempts = 5;

    private readonly IDataProtector _protector = protection.CreateProtector("AuthServer.AdminApi.IdempotentAnswers");

    public async Task<IdempotencyClaim> ClaimAsync(byte[] keyHash, byte[] requestHash, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var now = Now();
            await context.IdempotentAnswers
                .Where(row => row.KeyHash == keyHash && (row.CreatedAt < now - Retention || (row.Status == null && row.CreatedAt < now - LongestRequest)))
                .ExecuteDeleteAsync(cancellationToken);
            if (await context.IdempotentAnswers.AsNoTracking().SingleOrDefaultAsync(row => row.KeyHash == keyHash, cancellationToken) is { } known)
            {
                return Meaning(known, requestHash);
            }

            context.IdempotentAnswers.Add(new IdempotentAnswerEntity { KeyHash = keyHash, RequestHash = requestHash, CreatedAt = now });
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return new IdempotencyClaim.First(now);
            }
            catch (DbUpdateException) when (attempt < MaximumAttempts)
            {
                // Another request with this key was first: look at it.
            }
        }
    }

    /// <summary>Not cancellable: what was done must not be done again.</summary>
    public async Task CompleteAsync(byte[] keyHash, IdempotencyClaim.First claim, int status, StoredAnswer answer)
    {
        var body = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(answer));
        await using var context = await contexts.CreateDbContextAsync();
        await Own(context, keyHash, claim).ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, status).SetProperty(row => row.Body, body));
    }

    /// <summary>Nothing was done, so the key may be used again.</summary>
    public async Task ReleaseAsync(byte[] keyHash, IdempotencyClaim.First claim)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await Own(context, keyHash, claim).ExecuteDeleteAsync();
    }

    private static IQueryable<IdempotentAnswerEntity> Own(AuthDbContext context, byte[] keyHash, IdempotencyClaim.First claim) =>
        context.IdempotentAnswers.Where(row => row.KeyHash == keyHash && row.CreatedAt == claim.At && row.Status == null);

    private IdempotencyClaim Meaning(IdempotentAnswerEntity row, byte[] requestHash)
    {
        if (!CryptographicOperations.FixedTimeEquals(row.RequestHash, requestHash))
        {
            return new IdempotencyClaim.OtherRequest();
        }

        if (row is not { Status: { } status, Body: { } body })
        {
            return new IdempotencyClaim.UnderWay();
        }

        try
        {
            return new IdempotencyClaim.Answered(status, JsonSerializer.Deserialize<StoredAnswer>(_protector.Unprotect(body))!);
        }
        catch (CryptographicException)
        {
            return new IdempotencyClaim.AnswerLost();
        }
    }

    // No finer than every database keeps it, for it is compared later.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
