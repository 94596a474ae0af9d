using System.Globalization;
using AuthServer.Client;
using AuthServer.Client.Tokens;
using Microsoft.Extensions.DependencyInjection;

// Arguments: issuer, client id, token file, path to call, seconds to run; or "hold" and a lock file.
if (args is ["hold", var lockFile])
{
    await using var held = await new AuthServer.Client.Storage.FileTokenLock(lockFile).AcquireAsync("", CancellationToken.None);
    Console.WriteLine("held");
    await Task.Delay(Timeout.Infinite);
}

var (issuer, client, file, path, seconds) = (args[0], args[1], args[2], args[3], double.Parse(args[4], CultureInfo.InvariantCulture));
var services = new ServiceCollection();
services.AddAuthServerClient(options => (options.Issuer, options.ClientId, options.TokenFile) = (issuer, client, file));
services.AddHttpClient("api", http => http.BaseAddress = new Uri(issuer)).AddAuthServerTokens();
await using var provider = services.BuildServiceProvider();

var session = provider.GetRequiredService<TokenSession>();
var (calls, failures, ends, tokens) = (0, new List<string>(), 0, new HashSet<string>(StringComparer.Ordinal));
session.Ended += (_, _) => Interlocked.Increment(ref ends);
using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");
var until = DateTime.UtcNow.AddSeconds(seconds);
while (DateTime.UtcNow < until)
{
    try
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        calls++;
        if (!answer.IsSuccessStatusCode)
        {
            failures.Add($"{(int)answer.StatusCode} {answer.Headers.WwwAuthenticate}");
        }

        tokens.Add((await session.GetAsync()).Value);
    }
    catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
    {
        failures.Add(e.Message);
    }

    await Task.Delay(Random.Shared.Next(20, 80));
}

// The tokens of a test, of which the last part tells one from another.
Console.WriteLine($"calls {calls}");
Console.WriteLine($"ends {ends}");
foreach (var failure in failures)
{
    Console.WriteLine($"failure {failure}");
}

foreach (var token in tokens)
{
    Console.WriteLine($"token {token[^20..]}");
}
