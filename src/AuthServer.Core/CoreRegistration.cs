using AuthServer.Core.Artefacts;
using AuthServer.Core.Audit;
using AuthServer.Core.Authorization;
using AuthServer.Core.Clients;
using AuthServer.Core.Devices;
using AuthServer.Core.Dpop;
using AuthServer.Core.Exchange;
using AuthServer.Core.Grants;
using AuthServer.Core.Incidents;
using AuthServer.Core.Introspection;
using AuthServer.Core.Keys;
using AuthServer.Core.Logout;
using AuthServer.Core.Proofs;
using AuthServer.Core.Revocation;
using AuthServer.Core.Scopes;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Tokens;
using AuthServer.Core.UserInfo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthServer.Core;

/// <summary>Registers the engine. The stores, the password check, the key protection and the master keys come from elsewhere.</summary>
public static class CoreRegistration
{
    public static IServiceCollection AddAuthServerCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<ClientDirectory>();
        services.AddSingleton<ClientOrigins>();
        services.AddSingleton<ClientKeys>();
        services.AddSingleton<SecretVerifier>();
        services.AddSingleton<AssertionVerifier>();
        services.AddSingleton<CertificateVerifier>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton<ScopeDirectory>();

        services.AddSingleton<RefreshTokenKeyRing>();
        services.AddSingleton<SigningKeyRing>();

        services.AddSingleton<DpopNonces>();
        services.AddSingleton<DpopVerifier>();

        services.AddSingleton<RefreshTokenFormat>();
        services.AddSingleton<SessionMetrics>();
        services.AddSingleton<SignInMetrics>();
        services.AddSingleton<EndSignal>();
        services.AddSingleton<SessionEnding>();
        services.AddSingleton<IncidentSignal>();
        services.AddSingleton<IncidentResponse>();
        services.AddScoped<ActingParty>();
        services.AddSingleton<SessionOpening>();
        services.AddSingleton<SessionRotation>();
        services.AddSingleton<SessionCommit>();
        services.AddSingleton<SpentCodes>();
        services.AddSingleton<ProofVerifier>();

        // A grant more is a line more.
        services.AddSingleton<IGrant, PasswordGrant>();
        services.AddSingleton<IGrant, RefreshTokenGrant>();
        services.AddSingleton<IGrant, AuthorizationCodeGrant>();
        services.AddSingleton<IGrant, ClientCredentialsGrant>();
        services.AddSingleton<IGrant, DeviceCodeGrant>();
        services.AddSingleton<IGrant, TokenExchangeGrant>();
        services.AddSingleton<GrantDirectory>();

        services.AddSingleton<RequestObjects>();
        services.AddSingleton<AuthorizationSource>();
        services.AddSingleton<AuthorizationRequestReader>();
        services.AddSingleton<InteractionPolicy>();
        services.AddSingleton<AuthorizationHandler>();
        services.AddSingleton<PushedRequests>();
        services.AddSingleton<PushedAuthorizationHandler>();

        services.AddSingleton<UserCodeHashes>();
        services.AddSingleton<DeviceCodes>();
        services.AddSingleton<DeviceAuthorizationHandler>();
        services.AddSingleton<DeviceVerification>();

        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<IdTokenReader>();
        services.AddSingleton<AccessTokenReader>();
        services.AddSingleton<TokenStanding>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<PresentedTokens>();
        services.AddSingleton<TokenMetrics>();
        services.AddSingleton<TokenRequestHandler>();
        services.AddSingleton<UserInfoHandler>();
        services.AddSingleton<RevocationHandler>();
        services.AddSingleton<RevocationMetrics>();
        services.AddSingleton<RevocationWatch>();
        services.AddSingleton<RevocationPolls>();
        services.AddSingleton<RevocationFeedHandler>();
        services.AddSingleton<LogoutRequestReader>();
        services.AddSingleton<LogoutHandler>();
        services.AddSingleton<LogoutTokenIssuer>();
        services.AddSingleton<LogoutMetrics>();
        services.AddSingleton<IntrospectionHandler>();
        services.AddSingleton<IntrospectionSigner>();
        return services;
    }
}
