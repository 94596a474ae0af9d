using AuthServer.Protocol.Jose;
using AuthServer.Validation.Keys;
using AuthServer.Validation.Revocations;

namespace AuthServer.Validation.Tokens;

/// <summary>What is remembered of a verified token: what it granted, until when, and by which key.</summary>
internal sealed record VerifiedToken(TokenOutcome.Accepted Outcome, TokenSubject Subject, DateTimeOffset ExpiresAt, JsonWebKey Key, IssuerKeySet VerifiedUnder)
{
    /// <summary>Whether the issuer still publishes the key. The same set is the usual case and costs one comparison.</summary>
    public bool IsSignedByOneOf(IssuerKeySet current) => current == VerifiedUnder || current.Holds(Key);
}
