using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using Microsoft.Extensions.Options;

namespace AuthServer.Client.AspNetCore;

/// <summary>The authorization server, as this application speaks with it.</summary>
internal sealed class SessionServer : IDisposable
{
    public SessionServer(IOptions<AuthServerSessionOptions> options, IHttpClientFactory clients, OriginNotes notes, TimeProvider time)
    {
        Options = options.Value;
        var client = new AuthServerClientOptions
        {
            Issuer = Options.Issuer,
            ClientId = Options.ClientId,
            ClientSecret = Options.ClientSecret,
            ClientKey = Options.ClientKey,
            RequestTimeout = Options.RequestTimeout,
        };
        Directory = new IssuerDirectory(clients, client, notes, time);
        Endpoint = new ServerEndpoint(clients, client, new ClientAuthentication(client, notes), notes, time);
        Tokens = new TokenEndpoint(Directory, Endpoint);
    }

    public AuthServerSessionOptions Options { get; }

    public IssuerDirectory Directory { get; }

    public ServerEndpoint Endpoint { get; }

    public TokenEndpoint Tokens { get; }

    public void Dispose() => Directory.Dispose();
}
