using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>Requests that clients push before they send the browser (RFC 9126): kept by the hash of their name, spent by the code that answers them.</summary>
public sealed class PushedRequests(IArtefactStore artefacts)
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    private static readonly OAuthError Unknown = new(ErrorCodes.InvalidRequestUri, "The request is not known, or was not used in time. Start again at the application.");

    /// <summary>Keeps the parameters and returns the <c>request_uri</c> that stands for them (RFC 9126 §2.2).</summary>
    public async Task<string> KeepAsync(ClientRegistration client, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var handle = ArtefactKey.NewHandle();
        await artefacts.AddAsync(
            new NewArtefact
            {
                Key = ArtefactKey.Of(ArtefactKind.PushedRequest, handle),
                ClientId = client.Id,
                ClientEpoch = client.Epoch,
                Lifetime = client.Metadata.PushedRequestLifetime,
                Payload = StoredJson.Write(parameters),
            },
            cancellationToken);
        return Prefix + handle;
    }

    /// <summary>The request, if it is this client's and has not been answered.</summary>
    public async ValueTask<Result<AuthorizationInteraction>> FindAsync(string requestUri, ClientRegistration client, CancellationToken cancellationToken)
    {
        if (!requestUri.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new OAuthError(ErrorCodes.RequestUriNotSupported, "Requests are taken from the pushed authorization request endpoint alone.");
        }

        var key = ArtefactKey.Of(ArtefactKind.PushedRequest, requestUri[Prefix.Length..]);
        if (await artefacts.FindAsync(key, cancellationToken) is not { SpentAt: null } kept || kept.ClientId != client.Id || kept.ClientEpoch != client.Epoch)
        {
            return Unknown;
        }

        return new AuthorizationInteraction { Parameters = StoredJson.Read<Dictionary<string, string>>(kept.Payload), Pushed = key };
    }
}
