using System.Diagnostics;

namespace AuthServer.Validation.Tests.Hosting;

/// <summary>An API that follows the revocations of its issuer.</summary>
public static class FollowingApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<ApiHost> StartAsync(Action<FakeIssuer>? prepare = null, params (string Key, string Value)[] settings)
    {
        var api = await ApiHost.StartAsync(
            services: null, [("Revocations:ClientId", "api"), ("Revocations:ClientSecret", FakeFeed.Secret), .. settings]);
        prepare?.Invoke(api.Issuer);
        _ = api.Client;
        return api;
    }

    /// <summary>Waits until the feed holds a poll and has nothing to tell.</summary>
    public static async Task CaughtUpAsync(this ApiHost api)
    {
        for (var seen = -1; seen != api.Issuer.Feed.Polls.Count || api.Issuer.Feed.Polls.Last().Wait == "0";)
        {
            seen = api.Issuer.Feed.Polls.Count;
            await Task.Delay(500);
        }
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var started = Stopwatch.GetTimestamp(); !await condition();)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException("What was waited for has not come.");
            }

            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
