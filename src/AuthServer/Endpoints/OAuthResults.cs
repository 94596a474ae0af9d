using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AuthServer.Core.Devices;
using AuthServer.Core.Introspection;
using AuthServer.Core.Results;
using AuthServer.Core.Revocation;
using AuthServer.Core.Tokens;
using AuthServer.Core.UserInfo;
using AuthServer.Protocol.Dpop;
using AuthServer.Protocol.OAuth;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Endpoints;

/// <summary>The one writer of OAuth answers: status, headers and JSON (RFC 6749 §5).</summary>
internal static class OAuthResults
{
    /// <summary>Never on the wire: answered as <c>invalid_request</c> with 413.</summary>
    public const string RequestTooLarge = "request_too_large";

    private const string BasicChallenge = "Basic realm=\"AuthServer\", charset=\"UTF-8\"";

    /// <summary>RFC 6749 §5.1.</summary>
    public static IResult Token(TokenResponse response) => new JsonResult(StatusCodes.Status200OK, json =>
    {
        json.WriteString(Parameters.AccessToken, response.AccessToken);
        json.WriteString(Parameters.TokenType, response.IsKeyBound ? DpopNames.Scheme : "Bearer");
        if (response.IssuedTokenType is { } issued)
        {
            json.WriteString(Parameters.IssuedTokenType, issued);
        }

        json.WriteNumber(Parameters.ExpiresIn, response.ExpiresIn);
        if (response.RefreshToken is not null)
        {
            json.WriteString(Parameters.RefreshToken, response.RefreshToken);
            json.WriteNumber(Parameters.RefreshTokenExpiresIn, response.RefreshTokenExpiresIn!.Value);
        }

        if (response.IdToken is { } idToken)
        {
            json.WriteString(Parameters.IdToken, idToken);
        }

        json.WriteString(Parameters.Scope, response.Scope);
    });

    /// <summary>RFC 6749 §5.2; 401 with a challenge for <c>invalid_client</c> alone.</summary>
    public static IResult Error(OAuthError error) => new JsonResult(StatusOf(error.Code), json => WriteError(json, error))
    {
        RetryAfter = error.RetryAfter,
        DpopNonce = error.DpopNonce,
    };

    /// <summary>RFC 9126 §2.2.</summary>
    public static IResult Pushed(string requestUri, TimeSpan lifetime) => new JsonResult(StatusCodes.Status201Created, json =>
    {
        json.WriteString(Parameters.RequestUri, requestUri);
        json.WriteNumber(Parameters.ExpiresIn, (long)lifetime.TotalSeconds);
    });

    /// <summary>RFC 8628 §3.2.</summary>
    public static IResult DeviceAuthorization(DeviceAuthorization device, string verificationUri) => new JsonResult(StatusCodes.Status200OK, json =>
    {
        json.WriteString(Parameters.DeviceCode, device.Handle);
        json.WriteString(Parameters.UserCode, device.UserCode.ToString());
        json.WriteString(Parameters.VerificationUri, verificationUri);
        json.WriteString(Parameters.VerificationUriComplete, QueryHelpers.AddQueryString(verificationUri, Parameters.UserCode, device.UserCode.ToString()));
        json.WriteNumber(Parameters.ExpiresIn, (long)device.Lifetime.TotalSeconds);
        json.WriteNumber(Parameters.Interval, (long)device.Interval.TotalSeconds);
    });

    /// <summary>An empty object: what revocation answers (RFC 7009 §2.2).</summary>
    public static IResult Empty() => new JsonResult(StatusCodes.Status200OK, static _ => { });

    /// <summary>OIDC Core §5.3.2.</summary>
    public static IResult UserInfo(UserInfoResponse user) => new JsonResult(StatusCodes.Status200OK, json => UserInfoJson.Write(json, user));

    /// <summary>RFC 6750 §3, RFC 9449 §7.1: the error in a challenge for each scheme; none where there was no token.</summary>
    public static IResult Challenge(OAuthError error) => new JsonResult(ChallengeStatusOf(error.Code), json => WriteError(json, error))
    {
        DpopNonce = error.DpopNonce,
        RetryAfter = error.RetryAfter,
        Challenges = BearerChallenges.Of(error),
    };

    /// <summary>RFC 7662 §2.2.</summary>
    public static IResult Introspection(IntrospectionResponse response) =>
        new JsonResult(StatusCodes.Status200OK, json => IntrospectionJson.Write(json, response));

    public static IResult Revocations(RevocationPage page) => new JsonResult(StatusCodes.Status200OK, json => RevocationFeedJson.Write(json, page));

    /// <summary>RFC 9701 §5.</summary>
    public static IResult SignedIntrospection(string token) => new SignedAnswer(token, IntrospectionSigner.MediaType);

    private static void WriteError(Utf8JsonWriter json, OAuthError error)
    {
        json.WriteString(Parameters.Error, error.Code == RequestTooLarge ? ErrorCodes.InvalidRequest : error.Code);
        json.WriteString(Parameters.ErrorDescription, error.Description);
        if (error.Reason is not null)
        {
            json.WriteString(Parameters.Reason, error.Reason);
        }
    }

    private static int ChallengeStatusOf(string code) => code switch
    {
        ErrorCodes.InvalidToken or ErrorCodes.InvalidDpopProof or ErrorCodes.UseDpopNonce => StatusCodes.Status401Unauthorized,
        ErrorCodes.InsufficientScope => StatusCodes.Status403Forbidden,
        _ => StatusOf(code),
    };

    private static int StatusOf(string code) => code switch
    {
        ErrorCodes.InvalidClient => StatusCodes.Status401Unauthorized,
        ErrorCodes.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ErrorCodes.TemporarilyUnavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.ServerError => StatusCodes.Status500InternalServerError,
        RequestTooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };

    private sealed class JsonResult(int status, Action<Utf8JsonWriter> members) : IResult
    {
        public TimeSpan? RetryAfter { get; init; }

        public string? DpopNonce { get; init; }

        /// <summary>Of an endpoint that is opened by an access token; null where clients authenticate.</summary>
        public string[]? Challenges { get; init; }

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                members(json);
                json.WriteEndObject();
            }

            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json";
            response.ContentLength = buffer.WrittenCount;
            response.Headers.CacheControl = "no-store";
            response.Headers.Pragma = "no-cache";
            if (Challenges is not null)
            {
                response.Headers.WWWAuthenticate = Challenges;
            }
            else if (status == StatusCodes.Status401Unauthorized)
            {
                response.Headers.WWWAuthenticate = BasicChallenge;
            }

            if (RetryAfter is { } wait)
            {
                response.Headers.RetryAfter = Math.Max(1, (long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            if (DpopNonce is not null)
            {
                response.Headers[DpopNames.NonceHeader] = DpopNonce;
            }

            await response.Body.WriteAsync(buffer.WrittenMemory, CancellationToken.None);
        }
    }
}
