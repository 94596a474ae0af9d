using AuthServer.Protocol.Jose;
using AuthServer.Validation.Keys;
using AuthServer.Validation.Revocations;
using AuthServer.Validation.Telemetry;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// Decides on an access token by RFC 9068 §4. A token that was verified before is found by its hash; all that is then left to ask is
/// whether it has expired since, whether its key is still published, and whether it has been revoked.
/// </summary>
internal sealed class AccessTokenVerifier(
    string scheme, AuthServerBearerOptions options, IssuerKeySource source, KnownRevocations? revocations, ValidationMetrics metrics)
{
    private const string AccessTokenType = "at+jwt";

    private readonly TimeProvider _time = options.TimeProvider ?? TimeProvider.System;
    private readonly VerifiedTokenCache _verified = new(options.TokenCacheSize);
    private readonly JwtConditions _conditions = new() { Issuer = options.Issuer, Audience = options.Audience, ClockSkew = options.ClockSkew };

    /// <summary>Without I/O, unless the issuer's keys must be read first; without waiting or copying, if the token was verified before.</summary>
    public ValueTask<TokenOutcome> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken) =>
        source.Current is { } keys && Recall(token.Span, keys) is { } recalled
            ? new ValueTask<TokenOutcome>(recalled)
            : new ValueTask<TokenOutcome>(FirstSightAsync(token, cancellationToken));

    private async Task<TokenOutcome> FirstSightAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        if (await source.FirstAsync(cancellationToken).ConfigureAwait(false) is not { } keys)
        {
            return new TokenOutcome.Undecided(source.RetryAfter, TokenOutcome.Undecided.NoKeys);
        }

        var text = token.ToString();
        var lookup = new KeyLookup(keys);
        var result = JwtReader.Read(text, AccessTokenType, lookup);

        // A key that was published after the last look: look again, as often as the source allows.
        if (result is JwtResult.Refused { Reason: JwtRefusal.UnknownKey })
        {
            var newer = await source.GetNewerThanAsync(keys, cancellationToken).ConfigureAwait(false);
            if (newer != keys)
            {
                (keys, lookup) = (newer, new KeyLookup(newer));
                result = JwtReader.Read(text, AccessTokenType, lookup);
            }
        }

        return result switch
        {
            JwtResult.Verified good => Judge(good.Claims, out var confirmation) is { } refusal
                ? new TokenOutcome.Refused(refusal)
                : Accept(text, good.Claims, confirmation, lookup.Found!, keys),
            JwtResult.Refused bad => new TokenOutcome.Refused(RefusalOf(bad.Reason)),
            _ => throw new InvalidOperationException("A token is verified or refused."),
        };
    }

    private TokenOutcome? Recall(ReadOnlySpan<char> token, IssuerKeySet keys)
    {
        var fingerprint = TokenFingerprint.Of(token);
        if (!_verified.TryGet(fingerprint, out var known))
        {
            return null;
        }

        // Whatever is wrong by now, the full verification finds it again and names it.
        if (_time.GetUtcNow() - options.ClockSkew >= known.ExpiresAt || !known.IsSignedByOneOf(keys))
        {
            _verified.Remove(fingerprint);
            return null;
        }

        if (revocations?.ObjectionTo(known.Subject) is { } objection)
        {
            return objection;
        }

        metrics.Cached();
        return known.Outcome;
    }

    private TokenOutcome Accept(string token, JwtClaims claims, TokenConfirmation? confirmation, VerificationKey key, IssuerKeySet keys)
    {
        var accepted = new TokenOutcome.Accepted(AccessTokenTicket.Create(claims, scheme), confirmation);
        var subject = TokenSubject.Of(claims);

        // A revoked one is remembered too: it costs less when it comes again.
        _verified.Add(TokenFingerprint.Of(token), new VerifiedToken(accepted, subject, claims.ExpiresAt!.Value, key.PublicKey, keys));
        if (revocations?.ObjectionTo(subject) is { } objection)
        {
            return objection;
        }

        metrics.Validated();
        return accepted;
    }

    private TokenRefusal? Judge(JwtClaims claims, out TokenConfirmation? confirmation)
    {
        confirmation = null;
        if (_conditions.Check(claims, _time.GetUtcNow()) is { } unmet)
        {
            return RefusalOf(unmet);
        }

        // RFC 9068 §2.2: required beside iss, aud and exp.
        if (string.IsNullOrEmpty(claims.Subject) || string.IsNullOrEmpty(claims.ClientId) || string.IsNullOrEmpty(claims.JwtId) || claims.IssuedAt is null)
        {
            return TokenRefusal.MissingClaim;
        }

        // RFC 7800 §3: whoever merely holds a bound token has not proven to be its owner. The proof is each request's, so it is looked at later.
        return TokenConfirmation.TryRead(claims, out confirmation) ? null : TokenRefusal.UnknownConfirmation;
    }

    private static TokenRefusal RefusalOf(JwtRefusal reason) => reason switch
    {
        JwtRefusal.WrongType => TokenRefusal.WrongType,
        JwtRefusal.WrongAlgorithm => TokenRefusal.WrongAlgorithm,
        JwtRefusal.UnknownKey => TokenRefusal.UnknownKey,
        JwtRefusal.BadSignature => TokenRefusal.BadSignature,
        _ => TokenRefusal.Malformed,
    };

    private static TokenRefusal RefusalOf(JwtConditionRefusal reason) => reason switch
    {
        JwtConditionRefusal.WrongIssuer => TokenRefusal.WrongIssuer,
        JwtConditionRefusal.WrongAudience => TokenRefusal.WrongAudience,
        JwtConditionRefusal.Expired => TokenRefusal.Expired,
        JwtConditionRefusal.NotYetValid or JwtConditionRefusal.IssuedInFuture => TokenRefusal.NotYetValid,
        _ => TokenRefusal.MissingClaim,
    };
}
