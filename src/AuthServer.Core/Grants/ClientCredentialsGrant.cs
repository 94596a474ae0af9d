using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>
/// Client credentials (RFC 6749 §4.4): a token for the client itself. There is no user and no session, so there is nothing to write, nothing to refresh
/// (§4.4.3), and the token says of the client what it says of a user elsewhere (RFC 9068 §5).
/// </summary>
public sealed class ClientCredentialsGrant(ScopeDirectory directory, TimeProvider time) : IGrant
{
    private static readonly OAuthError PublicClient = new(ErrorCodes.UnauthorizedClient, "A public client cannot show who it is, and gets no token of its own.");

    public string Type => GrantTypes.ClientCredentials;

    public async Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken)
    {
        var client = request.Client.Registration;
        if (client.Type == ClientType.Public)
        {
            return PublicClient;
        }

        if (!ScopePolicy.RequestedForItself(client, request.Form.GetValueOrDefault(Parameters.Scope)).TryGet(out var scopes, out var error))
        {
            return error;
        }

        var audiences = await directory.AudiencesOfAsync(scopes, cancellationToken);
        if (!ResourceIndicators.Within(request.Form, audiences).TryGet(out var resources, out error))
        {
            return error;
        }

        var now = time.GetUtcNow();
        return new GrantDecision.IssueToken(new AccessTokenContent
        {
            Subject = client.Id.Value,
            ClientId = client.Id,
            ClientEpoch = client.Epoch,
            Scopes = scopes,
            Audiences = resources.Names ?? audiences,
            IssuedAt = now,
            NotAfter = now + client.AccessTokenLifetime,
            Lifetime = client.AccessTokenLifetime,
            Binding = request.Binding,
        });
    }
}
