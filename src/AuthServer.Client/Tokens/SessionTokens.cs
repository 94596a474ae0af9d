using AuthServer.Client.Requests;
using AuthServer.Client.Storage;
using AuthServer.Client.Telemetry;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Logging;

namespace AuthServer.Client.Tokens;

/// <summary>
/// The tokens of one session, in memory and in their store. Of the two the later counts, by the revision: a store that could not be written does not
/// bring back a refresh token that has been used up, nor one that could not be cleared a sign-in that is over. Written to by one at a time.
/// </summary>
internal sealed class SessionTokens(string name, ITokenStore store, AuthServerClientOptions options, TimeProvider time, ILogger logger)
{
    // Signed out, ended by the server, or followed by another, as this process knows for certain.
    private readonly HashSet<string> _over = new(StringComparer.Ordinal);
    private volatile Copy _held = Copy.Empty;

    /// <summary>What is known without asking the store.</summary>
    public AccessToken? Find(TokenTarget target) => _held.AccessTokens.GetValueOrDefault(target);

    public StoredTokens? Held => _held.Stored;

    public SigningKey? Key => _held.Key;

    public bool CanRenew => options.UseClientCredentials || _held.Stored?.RefreshToken is not null;

    /// <summary>Whether the store has refused what is held, or to be cleared.</summary>
    public bool IsUnwritten => _held.IsUnwritten;

    /// <summary>The latest tokens, whoever wrote them; null when there are none.</summary>
    public async Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken) => Take(await FromStoreAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Keeps what the server has granted. It is in memory even if the store fails, for the old refresh token is used up.</summary>
    public async Task<AccessToken> KeepAsync(StoredTokens? before, TokenGrant grant, TokenTarget target, SigningKey? key, bool replacesRefused)
    {
        Hold(After(before, grant, target, key), (target, replacesRefused));
        await WriteAsync().ConfigureAwait(false);
        return Find(target)!;
    }

    /// <summary>Keeps what a sign-in has brought.</summary>
    /// <returns>Its token, and the tokens that it takes the place of.</returns>
    public async Task<(AccessToken Token, StoredTokens? Former)> BeginAsync(TokenGrant grant, SigningKey? key)
    {
        var former = await TryReadAsync().ConfigureAwait(false) is { } read ? Take(read) : Held;
        _over.UnionWith(new[] { former, Held }.OfType<StoredTokens>().Select(tokens => tokens.SignIn));
        return (await KeepAsync(before: null, grant, default, key, replacesRefused: false).ConfigureAwait(false), former);
    }

    /// <summary>Takes tokens out of use, for good. The store is not asked: whatever it does, what it still has of this sign-in counts no more.</summary>
    public void Forget(StoredTokens? tokens)
    {
        if (tokens is not null)
        {
            _over.Add(tokens.SignIn);
        }

        if (tokens is null || Held is null || Held.SignIn == tokens.SignIn)
        {
            _held = Copy.Empty with { IsUnwritten = true };
        }
    }

    /// <summary>Clears the store, whichever sign-in it has; not if it belongs to another client. Under the lock.</summary>
    /// <returns>What it had.</returns>
    public async Task<StoredTokens?> ClearAsync()
    {
        if (await TryReadAsync().ConfigureAwait(false) is not { } read)
        {
            return null;
        }

        Forget(read.Tokens);
        if (read is Content.Foreign)
        {
            _held = Copy.Empty;
        }
        else
        {
            await WriteAsync().ConfigureAwait(false);
        }

        return read.Tokens;
    }

    /// <summary>Has the store catch up with what it has refused, unless others have written meanwhile: then theirs counts. Under the lock.</summary>
    public async Task CatchUpAsync()
    {
        if (!IsUnwritten || await TryReadAsync().ConfigureAwait(false) is not { } read)
        {
            return;
        }

        Take(read);
        if (IsUnwritten)
        {
            await WriteAsync().ConfigureAwait(false);
        }
    }

    private StoredTokens? Take(Content read)
    {
        var held = _held;
        if (held.Stored is { } stored ? IsLater(stored, read) : held.IsUnwritten && read is Content.Over or Content.Unreadable)
        {
            return held.Stored;
        }

        if (read is Content.Current { Tokens: { } tokens })
        {
            Hold(tokens);
            return tokens;
        }

        _held = Copy.Empty;
        return null;
    }

    private bool IsLater(StoredTokens stored, Content read) => read switch
    {
        Content.Current { Tokens: { } other } => other.SignIn == stored.SignIn && other.Revision < stored.Revision,
        Content.Unreadable => true,
        _ => IsUnwritten,
    };

    private async Task<Content?> TryReadAsync()
    {
        try
        {
            return await FromStoreAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever is wrong with a store, also one of the application's own: what has begun or ended has done so without it.
        catch (Exception e)
        {
            ClientLog.NotRead(logger, e);
            return null;
        }
#pragma warning restore CA1031
    }

    /// <summary>Writes what is held, or clears when nothing is.</summary>
    private async Task WriteAsync()
    {
        try
        {
            if (_held.Stored is { } tokens)
            {
                await store.WriteAsync(name, tokens.ToBytes(), CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                await store.ClearAsync(name, CancellationToken.None).ConfigureAwait(false);
            }

            _held = _held with { IsUnwritten = false };
        }
#pragma warning disable CA1031 // As above: the tokens are good, and lost if nobody holds them; and a session that is over is over.
        catch (Exception e)
        {
            _held = _held with { IsUnwritten = true };
            ClientLog.NotStored(logger, e);
        }
#pragma warning restore CA1031
    }

    private StoredTokens After(StoredTokens? before, TokenGrant grant, TokenTarget target, SigningKey? key)
    {
        var now = time.GetUtcNow();
        var access = new StoredAccessToken(target.Resource, target.Scope, grant.AccessToken, grant.Scheme, grant.SentAt, grant.Lifetime);
        return new StoredTokens
        {
            SignIn = before?.SignIn ?? Guid.NewGuid().ToString("N"),
            Issuer = options.Issuer,
            ClientId = options.ClientId,
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
        if (granted is null && held.Stored is { } same && same.SignIn == tokens.SignIn && same.Revision == tokens.Revision && !held.IsUnwritten)
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
                    SignIn = tokens.SignIn,
                    ReplacesRefused = granted is { ReplacesRefused: true } grant && grant.Target == TargetOf(access),
                });
        _held = new Copy(tokens, key, accessTokens);
    }

    private async Task<Content> FromStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await store.ReadAsync(name, cancellationToken).ConfigureAwait(false) is not { } content)
            {
                return new Content.None();
            }

            var tokens = StoredTokens.FromBytes(content);
            if (tokens.Issuer != options.Issuer || tokens.ClientId != options.ClientId)
            {
                ClientLog.Foreign(logger, tokens.Issuer, tokens.ClientId);
                return new Content.Foreign();
            }

            return _over.Contains(tokens.SignIn) ? new Content.Over(tokens) : new Content.Current(tokens);
        }
        catch (InvalidDataException e)
        {
            ClientLog.Unreadable(logger, e.Message);
            return new Content.Unreadable();
        }
    }

    private static TokenTarget TargetOf(StoredAccessToken token) => new(token.Resource, token.Scope);

    /// <summary>What a store has.</summary>
    private abstract record Content(StoredTokens? Tokens = null)
    {
        public sealed record Current(StoredTokens Latest) : Content(Latest);

        /// <summary>Tokens of a sign-in that is over.</summary>
        public sealed record Over(StoredTokens Former) : Content(Former);

        /// <summary>Another client's, or those of another server: they are not sent anywhere, and not ours to clear.</summary>
        public sealed record Foreign : Content;

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
