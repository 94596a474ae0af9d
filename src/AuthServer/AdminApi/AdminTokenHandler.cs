using System.Security.Claims;
using System.Text.Encodings.Web;
using AuthServer.Administration;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.Tokens;
using AuthServer.Core.Users;
using AuthServer.Endpoints;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AuthServer.AdminApi;

/// <summary>
/// Who calls the administration API, by the access token alone (RFC 6750, RFC 9449): a cookie never counts, so no other site can make a browser call it.
/// What is behind the token is asked of the rows as they are now: the session, the user's roles and what the client may have.
/// </summary>
internal sealed class AdminTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    BearerTokens tokens,
    ClientDirectory clients,
    IOptions<TokenOptions> server,
    RefusalLog refusals) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "admin-token";

    /// <summary>Whom audit names; see <see cref="Actors"/>.</summary>
    public const string ActorClaim = "actor";

    public const string ScopeClaim = "scope";

    private static readonly OAuthError OtherAudience = new(ErrorCodes.InvalidToken, "The access token is not for this server.");

    private static readonly OAuthError TooLittle = new(ErrorCodes.InsufficientScope, $"The access token needs the scope {ScopeNames.Administration}.");

    private static readonly OAuthError TooLongAgo = new(ErrorCodes.InsufficientUserAuthentication, "The user has signed in too long ago to change anything.")
    {
        MaxAge = AdministratorAssurance.ToChange,
    };

    private static readonly OAuthError OneFactor = new(ErrorCodes.InsufficientUserAuthentication, "The user has a second factor, which the sign-in did not show.")
    {
        AcrValues = AuthenticationContexts.TwoFactors,
    };

    private OAuthError _refusal = PresentedTokenReader.NoToken;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!PresentedTokenReader.Read(Request).TryGet(out var presented, out var error)
            || !ProofReader.Read(Context).TryGet(out var proof, out error)
            || !(await tokens.AcceptAsync(presented, proof, Context.RequestAborted)).TryGet(out var accepted, out error))
        {
            return Refuse(error);
        }

        // RFC 9068 §4: a token for another API, which has seen it, opens nothing here.
        if (!accepted.Claims.Audiences.Contains(server.Value.Issuer, StringComparer.Ordinal))
        {
            return Refuse(OtherAudience);
        }

        if (accepted.Session is { } session && await MissingAssuranceAsync(session) is { } missing)
        {
            return Refuse(missing);
        }

        var identity = new ClaimsIdentity(
            [new Claim(ActorClaim, ActorOf(accepted)), .. (await ScopesAsync(accepted)).Names.Select(name => new Claim(ScopeClaim, name))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AnswerAsync(_refusal);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AnswerAsync(TooLittle);

    private AuthenticateResult Refuse(OAuthError error)
    {
        _refusal = error;
        return ReferenceEquals(error, PresentedTokenReader.NoToken) ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(error.Code);
    }

    /// <summary>A client of its own accord has shown its secret just now; a user, what the session began with.</summary>
    private async Task<OAuthError?> MissingAssuranceAsync(SessionSnapshot session)
    {
        if (AdministratorAssurance.Changes(Request) && session.Now - session.Session.AuthenticatedAt > AdministratorAssurance.ToChange)
        {
            return TooLongAgo;
        }

        if (session.Session.Acr == AuthenticationContexts.TwoFactors)
        {
            return null;
        }

        var users = Context.RequestServices.GetRequiredService<AuthUserManager>();
        return await users.FindByIdAsync(session.Session.UserId.ToString()) is { } user && await AdministratorAssurance.HasSecondFactorAsync(users, user) ? OneFactor : null;
    }

    private static string ActorOf(AcceptedToken accepted) => accepted.Session is { Session: var session }
        ? Actors.Administrator(session.UserId)
        : Actors.Client(new ClientId(accepted.Claims.ClientId!));

    /// <summary>What the token carries and its user and client still may have: a role or a scope that was taken away is gone at once.</summary>
    private async ValueTask<ScopeSet> ScopesAsync(AcceptedToken accepted)
    {
        if (accepted.Claims.ClientId is not { } id || await clients.FindAsync(new ClientId(id), Context.RequestAborted) is not { } client)
        {
            return ScopeSet.Empty;
        }

        return accepted.Session is { } session
            ? ScopePolicy.For(client, session.UserClaims, accepted.Scopes)
            : accepted.Scopes.Intersect(client.Scopes);
    }

    private Task AnswerAsync(OAuthError error)
    {
        refusals.Note(AdminApiPaths.Root, error);
        return Problems.Challenge(error).ExecuteAsync(Context);
    }
}
