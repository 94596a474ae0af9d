using System.Security.Cryptography;
using System.Text;

namespace AuthServer.AdminApi.Idempotency;

/// <summary>
/// Carries a POST out once, however often it is sent with the same <c>Idempotency-Key</c>: the same request gets the same answer for a day. What was
/// refused changed nothing, and is not kept.
/// </summary>
internal sealed class IdempotencyFilter(IdempotentAnswers answers) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public const int MaximumKeyLength = 255;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var keys = http.Request.Headers[Header];
        if (keys.Count == 0 || !HttpMethods.IsPost(http.Request.Method))
        {
            return await next(context);
        }

        if (keys is not [{ Length: > 0 and <= MaximumKeyLength } key] || !key.All(character => character is > ' ' and <= '~'))
        {
            return Problems.Invalid(Header, $"The header is one key of 1 to {MaximumKeyLength} visible ASCII characters.");
        }

        var keyHash = SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Actor()}\n{key}"));
        return await answers.ClaimAsync(keyHash, await HashAsync(http.Request), http.RequestAborted) switch
        {
            IdempotencyClaim.First first => await CarryOutAsync(context, next, keyHash, first),
            IdempotencyClaim.Answered answered => new Replay(answered),
            IdempotencyClaim.UnderWay => Problems.RetryLater(
                StatusCodes.Status409Conflict, "request_under_way", "The same request is being carried out. Ask again for its answer.", TimeSpan.FromSeconds(1)),
            IdempotencyClaim.AnswerLost => Problems.Of(
                StatusCodes.Status409Conflict, "answer_lost", "The request has been carried out, and its answer can no longer be read. Look at what it was about."),
            _ => Problems.Of(
                StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "This Idempotency-Key came with another request before. Use a key for one request alone."),
        };
    }

    private async Task<object?> CarryOutAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, byte[] keyHash, IdempotencyClaim.First claim)
    {
        // What has begun is finished even when the caller hangs up: that is the case that keys are for.
        for (var index = 0; index < context.Arguments.Count; index++)
        {
            context.Arguments[index] = context.Arguments[index] is CancellationToken ? CancellationToken.None : context.Arguments[index];
        }

        var response = context.HttpContext.Response;
        var wire = response.Body;
        using var copy = new MemoryStream();
        var isDone = false;
        try
        {
            response.Body = copy;
            await ((IResult)(await next(context))!).ExecuteAsync(context.HttpContext);
            isDone = response.StatusCode < StatusCodes.Status300MultipleChoices;
        }
        finally
        {
            response.Body = wire;
            if (!isDone)
            {
                await answers.ReleaseAsync(keyHash, claim);
            }
        }

        if (isDone)
        {
            var answer = new StoredAnswer(response.ContentType, response.Headers.Location, response.Headers.ETag, copy.ToArray());
            await answers.CompleteAsync(keyHash, claim, response.StatusCode, answer);
        }

        copy.Position = 0;
        await copy.CopyToAsync(wire, context.HttpContext.RequestAborted);
        return Results.Empty;
    }

    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        request.Body.Position = 0;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        hash.AppendData(body.ToArray());
        return hash.GetHashAndReset();
    }

    /// <summary>The answer that was given before.</summary>
    private sealed class Replay(IdempotencyClaim.Answered answered) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answered.Status;
            response.ContentType = answered.Answer.ContentType;
            response.Headers["Idempotent-Replayed"] = "true";
            if (answered.Answer.Location is { } location)
            {
                response.Headers.Location = location;
            }

            if (answered.Answer.ETag is { } tag)
            {
                response.Headers.ETag = tag;
            }

            await response.Body.WriteAsync(answered.Answer.Body, httpContext.RequestAborted);
        }
    }
}
