using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;

namespace AuthServer.Storage.Tests.Housekeeping;

/// <summary>The way of a sweep through its batches.</summary>
internal static class Sweeps
{
    /// <summary>Ends what is idle of one client. Returns how many sessions.</summary>
    public static async Task<int> IdleAsync(Node node, ClientRegistration client)
    {
        var limit = (await node.Get<ISessionExpiry>().ListIdleLimitsAsync(CancellationToken.None)).Single(limit => limit.ClientId == client.Id);
        var total = 0;
        SweepPosition? position = null;
        do
        {
            var sweep = await node.Get<SessionEnding>().EndIdleAsync(limit, position, CancellationToken.None);
            (total, position) = (total + sweep.Ended, sweep.Next);
        }
        while (position is not null);
        return total;
    }

    public static async Task<int> AbsoluteAsync(Node node)
    {
        for (var total = 0; ;)
        {
            if (await node.Get<SessionEnding>().EndPastAbsoluteExpiryAsync(CancellationToken.None) is not (> 0 and var count))
            {
                return total;
            }

            total += count;
        }
    }
}
