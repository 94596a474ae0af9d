using AuthServer.Core.Results;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Endpoints;

/// <summary>
/// Reads the form of a protocol request: <c>application/x-www-form-urlencoded</c> only, within limits, as <see cref="ProtocolParameters"/>.
/// </summary>
internal static class ProtocolForm
{
    public const int MaximumLength = 64 * 1024;

    private const string MediaType = "application/x-www-form-urlencoded";

    private static readonly FormOptions Limits = new() { BufferBodyLengthLimit = MaximumLength, ValueCountLimit = 64, KeyLengthLimit = 256, ValueLengthLimit = MaximumLength };

    private static readonly OAuthError WrongMediaType = OAuthError.InvalidRequest("The request body must be application/x-www-form-urlencoded.");
    private static readonly OAuthError Unreadable = OAuthError.InvalidRequest("The request body is malformed.");
    private static readonly OAuthError TooLarge = new(OAuthResults.RequestTooLarge, "The request body exceeds 64 KiB.");

    public static async Task<Result<IReadOnlyDictionary<string, string>>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var contentType) || !contentType.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return WrongMediaType;
        }

        if (request.ContentLength > MaximumLength)
        {
            return TooLarge;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaximumLength;
        }

        try
        {
            return ProtocolParameters.Of(await request.ReadFormAsync(Limits, cancellationToken));
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : Unreadable;
        }
        catch (InvalidDataException)
        {
            return Unreadable;
        }
    }
}
