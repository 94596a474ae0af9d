using AuthServer.Administration;
using AuthServer.Core.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServer.AdminApi.Keys;

/// <summary>Signing keys.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("", ListAsync).WithSummary("All signing keys, by algorithm and the newest first");
        keys.MapPost("/rotate", RotateAsync).WithSummary("Add the next key of an algorithm; it signs as soon as every node has it").ProducesProblem(409);
    }

    private static async Task<Ok<Page<SigningKeyDocument>>> ListAsync(KeyAdministration keys, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<SigningKeyDocument>(SigningKeyDocument.Of(await keys.ListAsync(cancellationToken), time.GetUtcNow()), Next: null));

    private static async Task<Results<Ok<SigningKeyDocument>, ProblemHttpResult>> RotateAsync(
        KeyRotationBody body, HttpContext http, KeyAdministration keys, TimeProvider time, CancellationToken cancellationToken) =>
        await keys.RotateAsync(body.Algorithm, http.Administrator(), body.Note, cancellationToken) switch
        {
            Outcome<SigningKeyRecord>.Done { Value: var added } => TypedResults.Ok(SigningKeyDocument.Of([added], time.GetUtcNow())[0]),
            var other => Problems.Of(other, "key"),
        };
}
