namespace AuthServer.Core.Sessions;

/// <summary>The state of a user or client that decides over all of its sessions at once.</summary>
/// <param name="Epoch">Raised to end everything older.</param>
/// <param name="EpochReason">Why it was raised last.</param>
/// <param name="Disabled">Also true when the owner no longer exists.</param>
public sealed record OwnerState(int Epoch, EndReason? EpochReason, bool Disabled)
{
    public EndReason? EndsWhatIsOlderThan(int epoch, EndReason whenDisabled) =>
        Epoch != epoch ? EpochReason ?? whenDisabled
        : Disabled ? whenDisabled
        : null;
}
