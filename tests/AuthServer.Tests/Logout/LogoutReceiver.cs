using System.Collections.Concurrent;
using AuthServer.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthServer.Tests.Logout;

/// <summary>Where clients are told of logouts: one socket, a path for each client.</summary>
public sealed class LogoutReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedLogout> _received = new();
    private WebApplication? _site;

    public int Port { get; } = FreePort.Take();

    /// <summary>What comes next in answer; 200 when there is nothing left.</summary>
    public ConcurrentQueue<int> Statuses { get; } = new();

    /// <summary>When set, requests are kept waiting for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public IReadOnlyList<ReceivedLogout> Received => [.. _received];

    public string UriOf(string path) => $"http://127.0.0.1:{Port}/{path}";

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        _site = builder.Build();
        _site.MapPost("/{path}", ReceiveAsync);
        _site.MapGet("/{path}", () => Results.Ok());
        await _site.StartAsync();
    }

    /// <summary>What was received for a session; waits until it is as many as expected.</summary>
    public async Task<IReadOnlyList<ReceivedLogout>> OfAsync(Guid session, int count = 1)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            if (_received.Where(logout => logout.SessionId == session).ToList() is var found && found.Count >= count)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"Not told {count} times of the end of session {session}.");
    }

    public async ValueTask DisposeAsync()
    {
        Hold?.TrySetResult();
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    private async Task ReceiveAsync(HttpContext context, string path)
    {
        var form = await context.Request.ReadFormAsync();
        _received.Enqueue(new ReceivedLogout(path, context.Request.ContentType, form.ToDictionary(field => field.Key, field => field.Value.ToString())));
        if (Hold is { } hold)
        {
            await hold.Task;
        }

        context.Response.StatusCode = Statuses.TryDequeue(out var status) ? status : StatusCodes.Status200OK;
        context.Response.Headers.Location = $"/{path}";
    }
}
