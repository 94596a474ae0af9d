using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.Jose;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>A client with a key of its own and an access token that is bound to it.</summary>
public sealed class Device : IDisposable
{
    private readonly ApiHost api;

    public Device(ApiHost api)
    {
        this.api = api;
        BoundToken = api.Token().With("cnf", new JsonObject { ["jkt"] = Key.PublicKey.Thumbprint() }).Sign();
    }

    public SigningKey Key { get; } = SigningKey.Generate(JwsAlgorithm.ES256);

    public string BoundToken { get; }

    public Proof Proof(string? token = null, SigningKey? key = null) => new(key ?? Key, token ?? BoundToken, api.Time.GetUtcNow());

    /// <summary>Asks for <c>/api/me</c> with a proof, or with several, or without.</summary>
    public Task<HttpResponseMessage> SendAsync(params string[] proofs) => PresentAsync($"DPoP {BoundToken}", proofs);

    /// <summary>As above, with another header.</summary>
    public Task<HttpResponseMessage> PresentAsync(string authorization, params string[] proofs) => SendAsync(api, http =>
    {
        http.Request.Headers.Authorization = authorization;
        http.Request.Headers[DpopNames.ProofHeader] = proofs;
    });

    /// <summary>Through the server's own interface, since a client would tidy the headers up.</summary>
    public static async Task<HttpResponseMessage> SendAsync(ApiHost api, Action<HttpContext> configure)
    {
        var context = await api.Server.SendAsync(http =>
        {
            http.Request.Method = "GET";
            http.Request.Scheme = "http";
            http.Request.Host = new HostString("localhost");
            http.Request.Path = "/api/me";
            configure(http);
        });
        var response = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode);
        foreach (var (name, values) in context.Response.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return response;
    }

    public void Dispose() => Key.Dispose();
}
