namespace AuthServer.Core.Logout;

/// <summary>
/// The queue of logout tokens that clients are still to be sent (OIDC Back-Channel Logout §2.5). What ends a session writes it, in the same transaction;
/// all nodes take from it. Each verb is atomic, and every stored or compared instant is the storage's own at execution.
/// </summary>
public interface ILogoutDeliveryStore
{
    /// <summary>
    /// Takes up to <paramref name="most"/> that are due, the longest due first, and counts the attempt. Nobody else gets them until
    /// <paramref name="lease"/> has passed; then they are due again, should their taker have died.
    /// </summary>
    Task<IReadOnlyList<LogoutDelivery>> TakeAsync(int most, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>The client has taken it. True when nobody had said so before. Not cancellable, for the client was told.</summary>
    Task<bool> MarkDeliveredAsync(LogoutDelivery delivery);

    /// <summary>
    /// The attempt failed; the next is due after <paramref name="pause"/>, or never when that is null. False when somebody else has taken it meanwhile
    /// or it was delivered; then nothing was changed.
    /// </summary>
    /// <param name="trouble">What went wrong, in a few words; at most 256 characters are kept.</param>
    Task<bool> MarkFailedAsync(LogoutDelivery delivery, string trouble, TimeSpan? pause);
}
