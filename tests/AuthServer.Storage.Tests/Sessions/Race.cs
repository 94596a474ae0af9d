namespace AuthServer.Storage.Tests.Sessions;

/// <summary>Two operations at once, for real.</summary>
internal static class Race
{
    /// <summary>
    /// Lets both go at one signal. One of them, by turns, has a head start of nothing, of moments, or of enough to win, so that each wins now and then.
    /// </summary>
    public static async Task<(TLeft Left, TRight Right)> RunAsync<TLeft, TRight>(int round, Func<Task<TLeft>> left, Func<Task<TRight>> right)
    {
        using var start = new Barrier(2);
        var leftTask = Task.Run(() => GoAsync(start, round % 2 == 0 ? round % 10 / 2 : 0, left));
        var rightTask = Task.Run(() => GoAsync(start, round % 2 == 0 ? 0 : round % 10 / 2, right));
        return (await leftTask, await rightTask);
    }

    private static Task<T> GoAsync<T>(Barrier start, int delay, Func<Task<T>> racer)
    {
        start.SignalAndWait();
        if (delay == 4)
        {
            Thread.Sleep(5);
        }

        Thread.SpinWait(delay * 4_000);
        return racer();
    }
}
