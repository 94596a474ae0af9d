namespace AuthServer.Core.Dpop;

/// <summary>A key that the sender of a request has proven to have.</summary>
/// <param name="Thumbprint">RFC 7638, SHA-256, base64url: the value of <c>cnf.jkt</c> (RFC 9449 §6.1).</param>
public sealed record ProvenKey(string Thumbprint);
