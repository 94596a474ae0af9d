using AuthServer.Core.Logout;

namespace AuthServer.Testing.Logout;

/// <summary>The reference implementation of the queue of logout tokens.</summary>
public sealed class InMemoryLogoutDeliveryStore(InMemoryDatabase database) : ILogoutDeliveryStore
{
    public Task<IReadOnlyList<LogoutDelivery>> TakeAsync(int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read<IReadOnlyList<LogoutDelivery>>(() =>
        {
            var due = database.LogoutDeliveries.Where(delivery => delivery.NextAttemptAt <= database.Now).OrderBy(delivery => delivery.NextAttemptAt).Take(most).ToList();
            foreach (var delivery in due)
            {
                delivery.Attempts++;
                delivery.NextAttemptAt = database.Now + lease;
            }

            return [.. due.Select(delivery => delivery.Taken)];
        }));
    }

    public Task<bool> MarkDeliveredAsync(LogoutDelivery delivery) => ChangeAsync(
        delivery,
        row => !row.IsDelivered,
        row => (row.IsDelivered, row.NextAttemptAt) = (true, null));

    public Task<bool> MarkFailedAsync(LogoutDelivery delivery, string trouble, TimeSpan? pause) => ChangeAsync(
        delivery,
        row => !row.IsDelivered && row.Attempts == delivery.Attempt,
        row => row.NextAttemptAt = database.Now + pause);

    private Task<bool> ChangeAsync(LogoutDelivery delivery, Func<InMemoryLogoutDelivery, bool> may, Action<InMemoryLogoutDelivery> change) =>
        Task.FromResult(database.Read(() =>
        {
            if (database.LogoutDeliveries.SingleOrDefault(row => row.Taken.Id == delivery.Id) is not { } row || !may(row))
            {
                return false;
            }

            change(row);
            return true;
        }));
}
