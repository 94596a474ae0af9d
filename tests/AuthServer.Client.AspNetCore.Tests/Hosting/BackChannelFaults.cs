using System.Collections.Concurrent;
using System.Net;

namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>What happens to the next requests from the back end to the server's endpoints, and what they and their answers were.</summary>
internal sealed class BackChannelFaults
{
    public ConcurrentQueue<BackChannelFault> Next { get; } = new();

    /// <summary>Bodies sent and received.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>Holds every request until it is completed.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Posts { get; set; }

    /// <summary>The handler itself: one for each chain that the factory builds.</summary>
    public sealed class Handler(BackChannelFaults faults) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Post)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            faults.Posts++;
            faults.Bodies.Enqueue(await request.Content!.ReadAsStringAsync(cancellationToken));
            if (faults.Gate is { } gate)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            if (!faults.Next.TryDequeue(out var fault))
            {
                var answer = await base.SendAsync(request, cancellationToken);
                faults.Bodies.Enqueue(await answer.Content.ReadAsStringAsync(cancellationToken));
                return answer;
            }

            return fault switch
            {
                BackChannelFault.Unreachable => throw new HttpRequestException(HttpRequestError.ConnectionError),
                BackChannelFault.DroppedAnswer => await DropAsync(request, cancellationToken),
                BackChannelFault.NeverAnswers => await HangAsync(cancellationToken),
                BackChannelFault.Portal => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<p>Sign in to this network</p>") },
                BackChannelFault.InvalidClient => new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("""{"error":"invalid_client"}""") },
                BackChannelFault.Busy => Busy(),
                _ => new HttpResponseMessage((HttpStatusCode)(int)fault) { Content = new StringContent("<h1>Trouble</h1>") },
            };
        }

        private async Task<HttpResponseMessage> DropAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        private static async Task<HttpResponseMessage> HangAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new OperationCanceledException(cancellationToken);
        }

        private static HttpResponseMessage Busy()
        {
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            answer.Headers.Add("Retry-After", "7");
            return answer;
        }
    }
}
