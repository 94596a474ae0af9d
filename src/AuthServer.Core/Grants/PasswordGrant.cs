using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Users;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>
/// Resource owner password credentials (RFC 6749 §4.3), for first-party clients only: RFC 9700 §2.4 advises against it wherever a browser can be used.
/// </summary>
public sealed class PasswordGrant(IPasswordAuthenticator passwords, ScopeDirectory directory) : IGrant
{
    /// <summary>One answer for unknown, locked, disabled, unconfirmed, second-factor and wrong-password alike.</summary>
    public static readonly OAuthError WrongCredentials = OAuthError.InvalidGrant("The user name or password is wrong.");

    // RFC 8176 §2.
    private const string PasswordMethod = "pwd";

    public string Type => GrantTypes.Password;

    public async Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken)
    {
        // What the request itself gets wrong is said before a password is looked at (RFC 6749 §4.3.2).
        if (!request.Form.TryGetValue(Parameters.Username, out var userName) || !request.Form.TryGetValue(Parameters.Password, out var password))
        {
            return OAuthError.InvalidRequest("The password grant needs username and password.");
        }

        if (!ScopePolicy.Requested(request.Client.Registration, request.Form.GetValueOrDefault(Parameters.Scope)).TryGet(out var scopes, out var error)
            || !ResourceIndicators.Within(request.Form, await directory.AudiencesOfAsync(scopes, cancellationToken)).TryGet(out var resources, out error))
        {
            return error;
        }

        return await passwords.AuthenticateAsync(userName, password, request.Caller, cancellationToken) switch
        {
            PasswordOutcome.Accepted user =>
                new GrantDecision.OpenSession(user.UserId, user.Epoch, ScopePolicy.For(request.Client.Registration, user.Claims, scopes), AuthenticationContexts.SingleFactor, PasswordMethod, WrongCredentials)
                {
                    RequestedResources = resources.Names,
                },
            PasswordOutcome.Refused refused => WrongCredentials with { Detail = refused.Detail },
            PasswordOutcome.Busy => OAuthError.Unavailable("too many passwords are being checked"),
            _ => throw new InvalidOperationException("A password outcome without an answer."),
        };
    }
}
