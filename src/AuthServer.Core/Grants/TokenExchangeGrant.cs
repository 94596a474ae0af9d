using System.Collections.Immutable;
using AuthServer.Core.Clients;
using AuthServer.Core.Exchange;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>
/// Token exchange (RFC 8693): a user's access token for one that is the client's own, never wider and never longer-lived. It stays in the user's session,
/// so what ends the session ends it, however often it was exchanged.
/// </summary>
public sealed class TokenExchangeGrant(PresentedTokens tokens, ScopeDirectory directory) : IGrant
{
    private static readonly OAuthError TooManyActors = OAuthError.InvalidRequest("The token has passed through too many clients already.");
    private static readonly OAuthError NoScope = OAuthError.InvalidScope("A scope is not one that both the subject_token and the client have.");

    public string Type => GrantTypes.TokenExchange;

    public async Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken)
    {
        var client = request.Client;
        if (!ExchangeForm.Read(request.Form, client.Registration).TryGet(out var form, out var error)
            || !(await tokens.SubjectAsync(form.SubjectToken, client, request.Binding, cancellationToken)).TryGet(out var subject, out error))
        {
            return error;
        }

        if (form.ActorToken is { } actor && await tokens.ActorRefusalAsync(actor, client, request.Binding, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var before = ActorChain.Of(subject.Claims);
        if ((form.Mode == ExchangeMode.Delegation ? ActorChain.With(before, client.Id) : before) is not { } actors || Origins(subject.Claims, client.Id) is not { } origins)
        {
            return TooManyActors;
        }

        // A subject token without a session was refused.
        var snapshot = subject.Session!;
        if (!Scopes(request.Form, subject, client.Registration, snapshot).TryGet(out var scopes, out error)
            || !Targets(request.Form, ScopeSet.Of(subject.Claims.Audiences).Intersect(await directory.AudiencesOfAsync(scopes, cancellationToken))).TryGet(out var audiences, out error))
        {
            return error;
        }

        return new GrantDecision.IssueToken(Content(subject, snapshot, client.Registration, scopes, audiences, actors, origins, request.Binding)) { IssuedTokenType = TokenTypes.AccessToken };
    }

    /// <summary>Within what the token has, what the client may have, and what the user still may (RFC 8693 §2.1). Nothing that promises a refresh token.</summary>
    private static Result<ScopeSet> Scopes(IReadOnlyDictionary<string, string> form, AcceptedToken subject, ClientRegistration client, SessionSnapshot snapshot)
    {
        var available = ScopePolicy.For(client, snapshot.UserClaims, subject.Scopes).Without(ScopeNames.OfflineAccess);
        var wanted = available;
        return available.IsEmpty
            || (form.TryGetValue(Parameters.Scope, out var scope) && (!ScopeSet.TryParse(scope, out wanted) || !wanted.IsSubsetOf(available)))
                ? NoScope
                : wanted;
    }

    /// <summary>Resources and audiences are names of the same things here, and both narrow (RFC 8693 §2.1, RFC 8707 §2.2).</summary>
    private static Result<ScopeSet> Targets(IReadOnlyDictionary<string, string> form, ScopeSet available)
    {
        var named = new[] { Parameters.Resource, Parameters.Audience }.Select(form.GetValueOrDefault).Where(names => names is not null).ToList();
        return named.Count == 0 ? available
            : ScopeSet.TryParse(string.Join(' ', named), out var wanted) && wanted.IsSubsetOf(available) ? wanted
            : ResourceIndicators.Unknown;
    }

    /// <summary>All that the token passed through before this client gets it, each once; null when they are too many.</summary>
    private static ImmutableArray<OriginClient>? Origins(JwtClaims claims, ClientId client)
    {
        var before = new OriginClient(claims.ClientId!, claims.GetInt64(ClaimNames.ClientEpoch));
        ImmutableArray<OriginClient> origins = [.. OriginClient.Of(claims).Append(before).DistinctBy(origin => origin.ClientId).Where(origin => origin.ClientId != client.Value)];
        return origins.Length <= ActorChain.MaximumDepth ? origins : null;
    }

    private static AccessTokenContent Content(
        AcceptedToken subject, SessionSnapshot snapshot, ClientRegistration client, ScopeSet scopes, ScopeSet audiences, ImmutableArray<string> actors,
        ImmutableArray<OriginClient> origins, KeyBinding binding)
    {
        var (session, expiry) = (snapshot.Session, subject.Claims.ExpiresAt!.Value);
        return new AccessTokenContent
        {
            Subject = session.UserId.ToString(),
            ClientId = client.Id,
            ClientEpoch = client.Epoch,
            Scopes = scopes,
            Audiences = audiences,
            IssuedAt = snapshot.Now,
            NotAfter = expiry < session.AbsoluteExpiresAt ? expiry : session.AbsoluteExpiresAt,
            Lifetime = client.AccessTokenLifetime,
            Binding = binding,
            Actors = actors,
            Origins = origins,
            Session = new AccessTokenContent.SessionClaims(
                session.Id, session.UserEpoch, session.AuthenticatedAt, session.Acr, session.Amr, scopes.Contains(ScopeNames.Roles) ? snapshot.UserClaims.Roles : null),
        };
    }
}
