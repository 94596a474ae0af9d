using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIns;

/// <summary>A sign-in about to be recorded, on the strength of what was seen of its user when the credentials were checked.</summary>
public sealed record NewSignIn
{
    public required SignInId Id { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The epoch read together with the credentials. The insert is refused when it has moved since.</summary>
    public required int UserEpoch { get; init; }

    public required string Acr { get; init; }

    public required string Amr { get; init; }

    public required TimeSpan Lifetime { get; init; }

    public required Caller Caller { get; init; }
}
