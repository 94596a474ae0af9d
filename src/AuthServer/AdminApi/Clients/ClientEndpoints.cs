using AuthServer.Administration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Clients;

/// <summary>Clients. Their ids may hold any character: send it percent-encoded.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this RouteGroupBuilder api)
    {
        var clients = api.MapGroup("/clients").WithTags("Clients");
        clients.MapGet("", ListAsync).WithSummary("Clients, by id");
        clients.MapPost("", AddAsync).WithSummary("Add a client; the answer shows its secret, this once").ProducesProblem(409);
        clients.MapGet("/{id}", FindAsync).WithSummary("One client, with its version as ETag").ProducesProblem(404);
        clients.MapPut("/{id}", ChangeAsync).WithSummary("Change everything of a client but its id, type and secrets; If-Match names the version that was seen")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(428);
        clients.MapPost("/{id}/secrets", AddSecretAsync).WithSummary("Make one secret more; the answer shows it, this once").ProducesProblem(404).ProducesProblem(409);
        clients.MapDelete("/{id}/secrets/{secret:guid}", RemoveSecretAsync).WithSummary("Take a secret away; sessions go on").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<Page<ClientDocument>>, ProblemHttpResult>> ListAsync(
        [FromQuery] string? after, [FromQuery] string? limit, ClientLookup clients, CancellationToken cancellationToken)
    {
        var errors = new MemberErrors();
        var take = PageQuery.Limit(limit, errors);
        return errors.Any ? Problems.Invalid(errors) : TypedResults.Ok(await clients.ListAsync(after, take, cancellationToken));
    }

    private static async Task<Results<Ok<ClientDocument>, ProblemHttpResult>> FindAsync(
        [FromRoute(Name = "id")] string _, HttpContext http, ClientLookup clients, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(http.Name(1), cancellationToken) is not { } client)
        {
            return Problems.NotFound("client");
        }

        http.Response.Headers.ETag = client.Tag;
        return TypedResults.Ok(client);
    }

    private static async Task<Results<Created<AddedClientDocument>, ProblemHttpResult>> AddAsync(
        ClientBody body, HttpContext http, ClientAdministration clients, ClientLookup lookup, CancellationToken cancellationToken)
    {
        var outcome = await clients.AddAsync(body.Settings, http.Administrator(), body.Note, cancellationToken);
        if (outcome is not Outcome<NewSecret?>.Done { Value: var secret })
        {
            return Problems.Of(outcome, "client", "settings.");
        }

        var added = (await lookup.FindAsync(body.Settings.Id, cancellationToken))!;
        http.Response.Headers.ETag = added.Tag;
        return TypedResults.Created(
            $"{AdminApiPaths.Root}/clients/{Uri.EscapeDataString(added.Id)}", new AddedClientDocument(added, secret is null ? null : new NewSecretDocument(secret.Id, secret.Value)));
    }

    private static async Task<Results<Ok<ClientDocument>, ProblemHttpResult>> ChangeAsync(
        [FromRoute(Name = "id")] string _, ClientBody body, HttpContext http, ClientAdministration clients, ClientLookup lookup, CancellationToken cancellationToken)
    {
        var id = http.Name(1);
        if (await lookup.FindAsync(id, cancellationToken) is not { } seen)
        {
            return Problems.NotFound("client");
        }

        if (http.Request.Headers.IfMatch is not [{ } tag])
        {
            return Problems.Of(StatusCodes.Status428PreconditionRequired, "version_required", "Send the ETag that the client was read with as If-Match.");
        }

        if (tag != seen.Tag)
        {
            return Problems.Of(StatusCodes.Status412PreconditionFailed, "version_conflict", "Somebody else has changed the client meanwhile. Read it again.");
        }

        if (body.Settings.Id != id && body.Settings.Id.Length > 0)
        {
            return Problems.Invalid("settings.id", "A client's id does not change: leave it out, or send the one that the address names.");
        }

        body.Settings.Id = id;
        var outcome = await clients.ChangeAsync(body.Settings, seen.Version, http.Administrator(), body.Note, cancellationToken);
        return outcome is Outcome<int>.Done
            ? await FindAsync(id, http, lookup, cancellationToken)
            : Problems.Of(outcome, "client", "settings.");
    }

    private static async Task<Results<Created<NewSecretDocument>, ProblemHttpResult>> AddSecretAsync(
        [FromRoute(Name = "id")] string _, SecretBody? body, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken)
    {
        body ??= new SecretBody();
        return await clients.AddSecretAsync(http.Name(1), body.Label, body.ExpiresAt, http.Administrator(), body.Note, cancellationToken) switch
        {
            Outcome<NewSecret>.Done { Value: var made } => TypedResults.Created((string?)null, new NewSecretDocument(made.Id, made.Value)),
            var other => Problems.Of(other, "client"),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveSecretAsync(
        [FromRoute(Name = "id")] string _, Guid secret, [FromQuery] string? note, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken) =>
        await clients.RemoveSecretAsync(http.Name(1), secret, http.Administrator(), note, cancellationToken) switch
        {
            Outcome<int>.Done => TypedResults.NoContent(),
            var other => Problems.Of(other, "client or secret"),
        };
}
