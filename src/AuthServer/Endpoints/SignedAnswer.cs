namespace AuthServer.Endpoints;

/// <summary>An answer that is a signed token itself. Like every answer of a protocol endpoint it is nobody's to keep.</summary>
internal sealed class SignedAnswer(string token, string mediaType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = mediaType;
        response.ContentLength = token.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        await response.WriteAsync(token, CancellationToken.None);
    }
}
