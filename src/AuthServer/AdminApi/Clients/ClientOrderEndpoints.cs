using AuthServer.AdminApi.Sessions;
using AuthServer.Administration;
using AuthServer.Core.Clients;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Clients;

/// <summary>What ends or lets a whole client go on.</summary>
internal static class ClientOrderEndpoints
{
    public static void MapClientOrders(this RouteGroupBuilder api)
    {
        var client = api.MapGroup("/clients/{id}").WithTags("Clients").ProducesProblem(404).ProducesProblem(409);
        client.MapDelete("", DeleteAsync).WithSummary("Delete a client for ever, and end its sessions");
        client.MapPost("/disable", DisableAsync).WithSummary("Refuse a client's requests, and end its sessions").ProducesProblem(422);
        client.MapPost("/enable", EnableAsync).WithSummary("Serve a client again").ProducesProblem(422);
        client.MapPost("/end-sessions", EndSessionsAsync).WithSummary("End all sessions of a client, which stays in service").ProducesProblem(422);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        [FromRoute(Name = "id")] string _, [FromQuery] string? note, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken) =>
        await clients.DeleteAsync(http.Name(1), http.Administrator(), note, cancellationToken) switch
        {
            Outcome<ClientId>.Done => TypedResults.NoContent(),
            var other => Problems.Of(other, "client"),
        };

    private static async Task<Results<Ok<ClientDocument>, ProblemHttpResult>> DisableAsync(
        [FromRoute(Name = "id")] string _, NoteBody? body, HttpContext http, ClientAdministration clients, ClientLookup lookup, CancellationToken cancellationToken) =>
        await AnswerAsync(await clients.DisableAsync(http.Name(1), http.Administrator(), body?.Note, cancellationToken), lookup, cancellationToken);

    private static async Task<Results<Ok<ClientDocument>, ProblemHttpResult>> EnableAsync(
        [FromRoute(Name = "id")] string _, NoteBody? body, HttpContext http, ClientAdministration clients, ClientLookup lookup, CancellationToken cancellationToken) =>
        await AnswerAsync(await clients.EnableAsync(http.Name(1), http.Administrator(), body?.Note, cancellationToken), lookup, cancellationToken);

    private static async Task<Results<Ok<EndedDocument>, ProblemHttpResult>> EndSessionsAsync(
        [FromRoute(Name = "id")] string _, NoteBody? body, HttpContext http, SessionAdministration sessions, ClientLookup lookup, CancellationToken cancellationToken) =>
        await lookup.FindAsync(http.Name(1), cancellationToken) is { } client
            ? TypedResults.Ok(new EndedDocument(await sessions.EndAllOfClientAsync(new ClientId(client.Id), http.Administrator(), body?.Note, cancellationToken)))
            : Problems.NotFound("client");

    private static async Task<Results<Ok<ClientDocument>, ProblemHttpResult>> AnswerAsync(Outcome<ClientId> outcome, ClientLookup lookup, CancellationToken cancellationToken) =>
        outcome is Outcome<ClientId>.Done { Value: var id } && await lookup.FindAsync(id.Value, cancellationToken) is { } client
            ? TypedResults.Ok(client)
            : outcome is Outcome<ClientId>.Done ? Problems.NotFound("client") : Problems.Of(outcome, "client");
}
