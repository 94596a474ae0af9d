using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.SignIns;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>
/// Finds the client of an authorization request, and its parameters: in the request itself, in what the client signed (RFC 9101), pushed before it
/// (RFC 9126), or under way since.
/// </summary>
public sealed class AuthorizationSource(ClientDirectory clients, PushedRequests pushedRequests, RequestObjects requestObjects, TimeProvider time)
{
    // Without a sign-in the instant is this node's, and sign-ins are dated by the storage's clock.
    private static readonly TimeSpan ClockLeeway = TimeSpan.FromSeconds(10);

    private static readonly OAuthError NoClient = OAuthError.InvalidRequest("The request names no client_id.");
    private static readonly OAuthError UnknownClient = new(ErrorCodes.UnauthorizedClient, "The application is not known here.");
    private static readonly OAuthError TwoRequests = OAuthError.InvalidRequest("The request has both a request and a request_uri.");
    private static readonly OAuthError MustBePushed = OAuthError.InvalidRequest("The application must push its requests (RFC 9126).");

    public async ValueTask<Result<FoundRequest>> FindAsync(AuthorizationArrival arrival, SignInSnapshot? signIn, CancellationToken cancellationToken)
    {
        var parameters = arrival switch
        {
            AuthorizationArrival.FromClient fresh => fresh.Parameters,
            AuthorizationArrival.FromPage underway => underway.Interaction.Parameters,
            _ => throw new InvalidOperationException("An arrival from nowhere."),
        };
        if (!parameters.TryGetValue(Parameters.ClientId, out var id))
        {
            return NoClient;
        }

        if (await clients.FindAsync(new ClientId(id), cancellationToken) is not { Disabled: false } client)
        {
            return UnknownClient;
        }

        if (arrival is AuthorizationArrival.FromPage { Interaction: var interaction })
        {
            return new FoundRequest(client, interaction);
        }

        if (!(await ResolveAsync(client, parameters, cancellationToken)).TryGet(out var resolved, out var error))
        {
            return error;
        }

        return new FoundRequest(client, resolved with { FoundSignIn = signIn?.SignIn.Id, StartedAt = signIn?.Now ?? time.GetUtcNow() - ClockLeeway });
    }

    private async ValueTask<Result<AuthorizationInteraction>> ResolveAsync(
        ClientRegistration client, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (parameters.TryGetValue(Parameters.RequestUri, out var requestUri))
        {
            // RFC 9101 §5: one or the other.
            if (parameters.ContainsKey(Parameters.Request))
            {
                return TwoRequests;
            }

            return await pushedRequests.FindAsync(requestUri, client, cancellationToken);
        }

        if (client.Metadata.RequirePushedAuthorizationRequests)
        {
            return MustBePushed;
        }

        return (await requestObjects.ResolveAsync(client, parameters, cancellationToken)).TryGet(out var resolved, out var error)
            ? new AuthorizationInteraction { Parameters = resolved }
            : error;
    }
}
