using AuthServer.Core.Clients;
using AuthServer.Core.Proofs;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Tokens;

/// <summary>A request to the token endpoint (RFC 6749 §3.2), free of HTTP.</summary>
/// <param name="Form">Each parameter at most once, but for those that may be repeated, whose values are joined by spaces; empty values count as absent (§3.2).</param>
public sealed record TokenRequest(IReadOnlyDictionary<string, string> Form, PresentedCredentials Credentials, PresentedProof Proof, Caller Caller);
