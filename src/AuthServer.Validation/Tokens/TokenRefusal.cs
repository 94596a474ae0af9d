using AuthServer.Protocol.OAuth;

namespace AuthServer.Validation.Tokens;

/// <summary>
/// Why an access token was not accepted: the error code (RFC 6750 §3.1, RFC 9449 §7.1, §9), a sentence, and the label that logs and counters use.
/// The sentences are fixed and never repeat what the caller sent.
/// </summary>
internal sealed record TokenRefusal(string Error, string Description, string Reason)
{
    public static readonly TokenRefusal SeveralHeaders = new(ErrorCodes.InvalidRequest, "The request carries more than one Authorization header.", "several_headers");
    public static readonly TokenRefusal MalformedHeader = new(ErrorCodes.InvalidRequest, "The Authorization header is malformed.", "malformed_header");

    public static readonly TokenRefusal Malformed = Token("The token is malformed.", "malformed");
    public static readonly TokenRefusal WrongType = Token("The token is not an access token.", "type");
    public static readonly TokenRefusal WrongAlgorithm = Token("The algorithm of the token is not accepted.", "algorithm");
    public static readonly TokenRefusal UnknownKey = Token("The token was signed by an unknown key.", "unknown_key");
    public static readonly TokenRefusal BadSignature = Token("The signature of the token is invalid.", "signature");
    public static readonly TokenRefusal WrongIssuer = Token("The token comes from another issuer.", "issuer");
    public static readonly TokenRefusal WrongAudience = Token("The token is meant for another audience.", "audience");
    public static readonly TokenRefusal Expired = Token("The token has expired.", "expired");
    public static readonly TokenRefusal NotYetValid = Token("The token is not valid yet.", "not_yet_valid");
    public static readonly TokenRefusal Revoked = Token("The token has been revoked.", "revoked");
    public static readonly TokenRefusal MissingClaim = Token("The token lacks a required claim.", "missing_claim");

    public static readonly TokenRefusal SenderConstrained = Token("The token is bound to a key and is not a bearer token.", "sender_constrained");
    public static readonly TokenRefusal NotSenderConstrained = Token("The token is not bound to a key and is no DPoP token.", "not_sender_constrained");
    public static readonly TokenRefusal UnknownConfirmation = Token("The token is bound in a way that is not known here.", "unknown_confirmation");
    public static readonly TokenRefusal WrongCertificate = Token("The token is bound to a certificate that the connection does not show.", "certificate");
    public static readonly TokenRefusal WrongProofKey = Token("The token is bound to another key than that of the DPoP proof.", "proof_key");

    public static readonly TokenRefusal ProofMissing = Proof("The request carries no DPoP proof.", "proof_missing");
    public static readonly TokenRefusal SeveralProofs = Proof("The request carries more than one DPoP proof.", "several_proofs");
    public static readonly TokenRefusal ProofMalformed = Proof("The DPoP proof is malformed.", "proof_malformed");
    public static readonly TokenRefusal ProofOfWrongType = Proof("The DPoP proof is another kind of token.", "proof_type");
    public static readonly TokenRefusal ProofOfWrongAlgorithm = Proof("The algorithm of the DPoP proof is not accepted.", "proof_algorithm");
    public static readonly TokenRefusal ProofWithoutKey = Proof("The DPoP proof carries no usable public key.", "proof_without_key");
    public static readonly TokenRefusal ProofSignature = Proof("The signature of the DPoP proof is invalid.", "proof_signature");
    public static readonly TokenRefusal ProofLacksClaim = Proof("The DPoP proof lacks a required claim.", "proof_missing_claim");
    public static readonly TokenRefusal ProofForOtherMethod = Proof("The DPoP proof was made for another method.", "proof_method");
    public static readonly TokenRefusal ProofForOtherUri = Proof("The DPoP proof was made for another URI.", "proof_uri");
    public static readonly TokenRefusal ProofForOtherToken = Proof("The DPoP proof was made for another access token.", "proof_access_token");
    public static readonly TokenRefusal ProofTooOld = Proof("The DPoP proof is too old.", "proof_too_old");
    public static readonly TokenRefusal ProofInFuture = Proof("The DPoP proof was made in the future.", "proof_in_future");
    public static readonly TokenRefusal ProofUsed = Proof("The DPoP proof has been used before.", "proof_used");
    public static readonly TokenRefusal NonceWanted = new(ErrorCodes.UseDpopNonce, "The DPoP proof needs the nonce that this answer carries.", "nonce_wanted");

    /// <summary>RFC 6750 §3.1: 400 for a malformed request, 401 for a token that is not accepted.</summary>
    public int StatusCode => Error == ErrorCodes.InvalidRequest ? 400 : 401;

    private static TokenRefusal Token(string description, string reason) => new(ErrorCodes.InvalidToken, description, reason);

    private static TokenRefusal Proof(string description, string reason) => new(ErrorCodes.InvalidDpopProof, description, reason);
}
