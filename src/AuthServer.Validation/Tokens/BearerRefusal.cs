namespace AuthServer.Validation.Tokens;

/// <summary>
/// Why a bearer credential was not accepted: the error code and sentence of RFC 6750 §3.1, and the label that logs and counters use.
/// The sentences are fixed and never repeat what the caller sent.
/// </summary>
internal sealed record BearerRefusal(string Error, string Description, string Reason)
{
    private const string InvalidRequest = "invalid_request";
    private const string InvalidToken = "invalid_token";

    public static readonly BearerRefusal SeveralHeaders = new(InvalidRequest, "The request carries more than one Authorization header.", "several_headers");
    public static readonly BearerRefusal MalformedHeader = new(InvalidRequest, "The Authorization header is malformed.", "malformed_header");

    public static readonly BearerRefusal Malformed = new(InvalidToken, "The token is malformed.", "malformed");
    public static readonly BearerRefusal WrongType = new(InvalidToken, "The token is not an access token.", "type");
    public static readonly BearerRefusal WrongAlgorithm = new(InvalidToken, "The algorithm of the token is not accepted.", "algorithm");
    public static readonly BearerRefusal UnknownKey = new(InvalidToken, "The token was signed by an unknown key.", "unknown_key");
    public static readonly BearerRefusal BadSignature = new(InvalidToken, "The signature of the token is invalid.", "signature");
    public static readonly BearerRefusal WrongIssuer = new(InvalidToken, "The token comes from another issuer.", "issuer");
    public static readonly BearerRefusal WrongAudience = new(InvalidToken, "The token is meant for another audience.", "audience");
    public static readonly BearerRefusal Expired = new(InvalidToken, "The token has expired.", "expired");
    public static readonly BearerRefusal NotYetValid = new(InvalidToken, "The token is not valid yet.", "not_yet_valid");
    public static readonly BearerRefusal MissingClaim = new(InvalidToken, "The token lacks a required claim.", "missing_claim");
    public static readonly BearerRefusal SenderConstrained = new(InvalidToken, "The token is bound to a key and is not a bearer token.", "sender_constrained");

    /// <summary>RFC 6750 §3.1: 400 for a malformed request, 401 for a token that is not accepted.</summary>
    public int StatusCode => Error == InvalidRequest ? 400 : 401;
}
