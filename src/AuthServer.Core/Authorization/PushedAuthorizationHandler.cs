using AuthServer.Core.Clients;
using AuthServer.Core.Proofs;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>
/// Takes an authorization request from the client itself (RFC 9126 §2.1): authenticated, and checked as the authorization endpoint would, so that
/// what is wrong with it is said here and not to the user.
/// </summary>
public sealed class PushedAuthorizationHandler(
    ClientAuthenticator authenticator, ProofVerifier proofs, RequestObjects requestObjects, AuthorizationRequestReader reader, PushedRequests pushedRequests)
{
    private static readonly string[] NotKept = [Parameters.ClientSecret, Parameters.ClientAssertion, Parameters.ClientAssertionType];

    private static readonly OAuthError Nested = OAuthError.InvalidRequest("A pushed request has no request_uri.");
    private static readonly OAuthError OtherKey = OAuthError.InvalidRequest("The dpop_jkt is not that of the DPoP proof.");

    public async Task<Result<PushedRequest>> HandleAsync(
        IReadOnlyDictionary<string, string> form, PresentedCredentials credentials, PresentedProof proof, CancellationToken cancellationToken)
    {
        if (!(await authenticator.AuthenticateAsync(credentials, cancellationToken)).TryGet(out var client, out var error)
            || !(await proofs.ReadAsync(proof, cancellationToken)).TryGet(out var binding, out error))
        {
            return error;
        }

        if (form.ContainsKey(Parameters.RequestUri))
        {
            return Nested;
        }

        if (!(await requestObjects.ResolveAsync(client.Registration, form, cancellationToken)).TryGet(out var asked, out error))
        {
            return error;
        }

        var parameters = asked.Where(parameter => !NotKept.Contains(parameter.Key)).ToDictionary(StringComparer.Ordinal);
        parameters[Parameters.ClientId] = client.Id.Value;
        if (binding.JwkThumbprint is { } key && !IsBoundTo(parameters, key))
        {
            return OtherKey;
        }

        return await reader.ReadAsync(client.Registration, parameters, cancellationToken) switch
        {
            AuthorizationReading.Read => new PushedRequest(
                await pushedRequests.KeepAsync(client.Registration, parameters, cancellationToken), client.Registration.Metadata.PushedRequestLifetime),
            AuthorizationReading.Refused refused => refused.Refusal.Error,
            _ => throw new InvalidOperationException("A reading without an answer."),
        };
    }

    /// <summary>RFC 9449 §10.1: a proof at this endpoint binds the code as <c>dpop_jkt</c> does, and both must name one key.</summary>
    private static bool IsBoundTo(Dictionary<string, string> parameters, string key) =>
        parameters.TryAdd(Parameters.DpopKeyThumbprint, key) || string.Equals(parameters[Parameters.DpopKeyThumbprint], key, StringComparison.Ordinal);
}
