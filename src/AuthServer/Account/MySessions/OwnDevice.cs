using AuthServer.Core.SignIns;

namespace AuthServer.Account.MySessions;

/// <summary>Where a person is signed in: a browser with the applications used in it, or an application that was signed in to by itself.</summary>
internal sealed record OwnDevice
{
    /// <summary>Null for an application by itself.</summary>
    public SignInId? SignIn { get; init; }

    public required string UserAgent { get; init; }

    public required string Ip { get; init; }

    public required DateTimeOffset SignedInAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>Whether it is the browser that asks.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Last used first; exactly one when there is no <see cref="SignIn"/>.</summary>
    public required IReadOnlyList<UsedApplication> Applications { get; init; }

    public string Name => DeviceName.Of(UserAgent);

    public DeviceKind Kind => DeviceName.KindOf(UserAgent);

    /// <summary>Where one is asked whether to end it.</summary>
    public string EndPath => SignIn is { } signIn ? $"{AccountPaths.EndSessions}/{EndChoices.Device}/{signIn}" : Applications[0].EndPath;
}
