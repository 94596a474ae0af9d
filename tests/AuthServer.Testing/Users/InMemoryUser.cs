using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Testing.Users;

/// <summary>The row of a user, as far as sessions care.</summary>
public sealed record InMemoryUser(UserId Id)
{
    public int Epoch { get; init; } = 1;

    public EndReason? EpochReason { get; init; }

    public bool Disabled { get; init; }

    public DateTimeOffset? LockoutEnd { get; init; }

    public UserClaims Claims { get; init; } = UserClaims.None;

    internal OwnerState State => new(Epoch, EpochReason, Disabled);
}
