using AuthServer.Client.Requests;
using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.Tokens;

/// <summary>
/// The tokens of one session, in memory and in their store. Of the two the later counts, by the revision: a store that could not be written does not
/// bring back a refresh token that has been used up. Written to by one at a time.
/// </summary>
internal sealed class SessionTokens(string name, ITokenStore store, AuthServerClientOptions options, TimeProvider time, ILogger logger)
{
    private volatile Copy _held = Copy.Empty;

    /// <summary>What is known without asking the store.</summary>
    public AccessToken? Find(TokenTarget target) => _held.AccessTokens.GetValueOrDefault(target);

    public SigningKey? Key => _held.Key;

    public string? RefreshToken => _held.Stored?.RefreshToken;

    public bool CanRenew => options.UseClientCredentials || _held.Stored?.RefreshToken is not null;

    /// <summary>The latest tokens, whoever wrote them; null when there are none.</summary>
    public async Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken)
    {
        var held = _held;
        var read = await FromStoreAsync(cancellationToken).ConfigureAwait(false);
        if (held.Stored is { } stored && IsLater(held, stored, read))
        {
            return stored;
        }

        if (read is Content.Read { Tokens: var tokens })
        {
            Hold(tokens);
            return tokens;
        }

        _held = Copy.Empty;
        return null;
    }

    /// <summary>Keeps what the server has granted. It is in memory even if the store fails, for the old refresh token is used up.</summary>
    public async Task<AccessToken> KeepAsync(StoredTokens? before, TokenGrant grant, TokenTarget target, SigningKey? key, bool replacesRefused)
    {
        var after = After(before, grant, target, key);
        Hold(after, (target, replacesRefused));
        try
        {
            await store.WriteAsync(name, after.ToBytes(), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is wrong with a store, also one of the application's own: the tokens are good, and lost if nobody holds them.
        catch (Exception e)
        {
            _held = _held with { IsUnwritten = true };
            ClientLog.NotStored(logger, e);
        }
#pragma warning restore CA1031

        return Find(target)!;
    }

    public async Task ClearAsync()
    {
        _held = Copy.Empty;
        try
        {
            await store.ClearAsync(name, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above: the session is over, whatever the store does.
        catch (Exception e)
        {
            ClientLog.NotStored(logger, e);
        }
#pragma warning restore CA1031
    }

    private static bool IsLater(Copy held, StoredTokens stored, Content read) => read switch
    {
        Content.Read { Tokens: var other } => other.SignIn == stored.SignIn && other.Revision < stored.Revision,
        Content.None => held.IsUnwritten,
        _ => true,
    };

    private StoredTokens After(StoredTokens? before, TokenGrant grant, TokenTarget target, SigningKey? key)
    {
        var now = time.GetUtcNow();
        var access = new StoredAccessToken(target.Resource, target.Scope, grant.AccessToken, grant.Scheme, grant.SentAt, grant.Lifetime);
        return new StoredTokens
        {
            SignIn = before?.SignIn ?? Guid.NewGuid().ToString("N"),
            Revision = (before?.Revision ?? 0) + 1,

            // RFC 6749 §6: a server that sends no new one leaves the old in force.
            RefreshToken = grant.RefreshToken ?? before?.RefreshToken,
            IdToken = grant.IdToken ?? before?.IdToken,
            ProofKey = key?.ExportPkcs8(),
            AccessTokens =
            [
                access,
                .. (before?.AccessTokens ?? []).Where(other => TargetOf(other) != target && other.ObtainedAt + other.Lifetime > now),
            ],
        };
    }

    private void Hold(StoredTokens tokens, (TokenTarget Target, bool ReplacesRefused)? granted = null)
    {
        var held = _held;
        if (granted is null && held.Stored is { } same && same.SignIn == tokens.SignIn && same.Revision == tokens.Revision)
        {
            return;
        }

        var key = tokens.ProofKey is null ? null
            : held.Stored?.ProofKey is { } known && known.AsSpan().SequenceEqual(tokens.ProofKey) ? held.Key
            : SigningKey.ImportPkcs8(JwsAlgorithm.ES256, tokens.ProofKey);

        // The same token stays the same object, which knows its age by the steady clock.
        var accessTokens = tokens.AccessTokens.ToDictionary(TargetOf, access =>
            held.AccessTokens.GetValueOrDefault(TargetOf(access)) is { } old && old.Value == access.Value
                ? old
                : new AccessToken(access.Value, access.Scheme, access.Scheme == Protocol.Dpop.DpopNames.Scheme ? key : null, access.ObtainedAt, access.Lifetime, options.RenewBefore, time)
                {
                    ReplacesRefused = granted is { ReplacesRefused: true } grant && grant.Target == TargetOf(access),
                });
        _held = new Copy(tokens, key, accessTokens);
    }

    private async Task<Content> FromStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } content
                ? new Content.Read(StoredTokens.FromBytes(content))
                : new Content.None();
        }
        catch (InvalidDataException e)
        {
            ClientLog.Unreadable(logger, e.Message);
            return new Content.Unreadable();
        }
    }

    private static TokenTarget TargetOf(StoredAccessToken token) => new(token.Resource, token.Scope);

    private abstract record Content
    {
        public sealed record Read(StoredTokens Tokens) : Content;

        public sealed record None : Content;

        public sealed record Unreadable : Content;
    }

    private sealed record Copy(StoredTokens? Stored, SigningKey? Key, Dictionary<TokenTarget, AccessToken> AccessTokens)
    {
        public static Copy Empty { get; } = new(null, null, []);

        /// <summary>Whether the store has refused this copy.</summary>
        public bool IsUnwritten { get; init; }
    }
}
