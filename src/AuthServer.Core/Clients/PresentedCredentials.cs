using System.Security.Cryptography.X509Certificates;

namespace AuthServer.Core.Clients;

/// <summary>What a request offered to authenticate its client with; exactly one mechanism (RFC 6749 §2.3).</summary>
public abstract record PresentedCredentials
{
    private PresentedCredentials(ClientId? claimedId) => ClaimedId = claimedId;

    /// <summary>Who the request says that it comes from; null when it does not say.</summary>
    public ClientId? ClaimedId { get; }

    /// <summary>Nothing at all.</summary>
    public sealed record Absent() : PresentedCredentials(claimedId: null);

    /// <summary>A name without proof: a public client (RFC 6749 §3.2.1).</summary>
    public sealed record Name(ClientId ClientId) : PresentedCredentials(ClientId);

    /// <summary>A name and a secret, by <c>client_secret_basic</c> or <c>client_secret_post</c>.</summary>
    public sealed record Secret(ClientId ClientId, string Value) : PresentedCredentials(ClientId)
    {
        public override string ToString() => $"Secret {{ ClientId = {ClientId} }}";
    }

    /// <summary>A signed assertion, by <c>private_key_jwt</c> (RFC 7523 §2.2), and the client that it says it is from.</summary>
    public sealed record Assertion(ClientId ClientId, string Value) : PresentedCredentials(ClientId)
    {
        public override string ToString() => $"Assertion {{ ClientId = {ClientId} }}";
    }

    /// <summary>A name over a connection that was made with a client certificate (RFC 8705 §2).</summary>
    public sealed record Certificate(ClientId ClientId, X509Certificate2 Value) : PresentedCredentials(ClientId);
}
