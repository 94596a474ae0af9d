using AuthServer.Core.Artefacts;
using AuthServer.Core.Results;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Tokens;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>What a grant found proven, and the write that shall settle it.</summary>
public abstract record GrantDecision
{
    private GrantDecision()
    {
    }

    /// <summary>A user has signed in: open a session, unless the user's epoch has moved since it was read.</summary>
    /// <param name="WhenRefused">The answer when the account, the sign-in or what is spent is no longer what was seen.</param>
    public sealed record OpenSession(UserId UserId, int UserEpoch, ScopeSet Scopes, string Acr, string Amr, OAuthError WhenRefused) : GrantDecision
    {
        /// <summary>When the user showed a credential; null: now.</summary>
        public DateTimeOffset? AuthenticatedAt { get; init; }

        /// <summary>The browser sign-in that the session starts from.</summary>
        public SignInId? SignInId { get; init; }

        /// <summary>The code that is spent by opening the session.</summary>
        public ArtefactKey? Spends { get; init; }

        /// <summary>The resources that were asked for when the user agreed (RFC 8707 §2.1); null: all that the scopes open.</summary>
        public ScopeSet? Resources { get; init; }

        /// <summary>Those of them that this first access token is for (RFC 8707 §2.2); null: all.</summary>
        public ScopeSet? RequestedResources { get; init; }

        /// <summary>Goes into the ID token (OIDC Core §3.1.2.1).</summary>
        public string? Nonce { get; init; }
    }

    /// <summary>A refresh token of ours was presented: rotate, retry or refuse.</summary>
    public sealed record ContinueSession(RefreshPresentation Presentation) : GrantDecision;

    /// <summary>Nothing is to be written: the token stands on what exists already, a client's own credentials or a session.</summary>
    public sealed record IssueToken(AccessTokenContent Content) : GrantDecision
    {
        /// <summary>RFC 8693 §2.2.1; null outside of a token exchange.</summary>
        public string? IssuedTokenType { get; init; }
    }
}
