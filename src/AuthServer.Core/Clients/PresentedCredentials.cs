namespace AuthServer.Core.Clients;

/// <summary>What a request offered to authenticate its client with; exactly one mechanism (RFC 6749 §2.3).</summary>
public abstract record PresentedCredentials
{
    private PresentedCredentials()
    {
    }

    /// <summary>Nothing at all.</summary>
    public sealed record Absent : PresentedCredentials;

    /// <summary>A name without proof: a public client (RFC 6749 §3.2.1).</summary>
    public sealed record Name(ClientId ClientId) : PresentedCredentials;

    /// <summary>A name and a secret, by <c>client_secret_basic</c> or <c>client_secret_post</c>.</summary>
    public sealed record Secret(ClientId ClientId, string Value) : PresentedCredentials
    {
        public override string ToString() => $"Secret {{ ClientId = {ClientId} }}";
    }
}
