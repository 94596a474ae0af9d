using AuthServer.Core.Audit;

namespace AuthServer.Tests.Sessions.Ending.Doors;

/// <summary>Events × doors: what administrators bring about has the same effects through each of their doors as where it is decided, but for who and from where.</summary>
internal static class AdministratorDoors
{
    public static IReadOnlyList<AdministratorDoor> All { get; } = [AdminPageDoor.Door, AdminApiDoor.Door, CommandDoor.Door];

    /// <summary>The events with their effects, driven where they are decided: by the engine, or by Identity's manager and nothing else.</summary>
    public static IReadOnlyList<EndingEvent> Events { get; } = [.. AccountEvents.All, .. ClientEvents.All, .. ChosenEvents.All];

    /// <summary>What no door of administrators offers, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotOffered { get; } = new Dictionary<string, string>
    {
        ["password taken away"] = "a password is reset, so that its user chooses another",
        ["roles taken away"] = "roles are taken away one by one",
        ["claim taken away"] = "claims are given and taken by whoever hosts Identity",
        ["claim replaced"] = "claims are given and taken by whoever hosts Identity",
        ["role deleted"] = "roles are made and deleted by whoever hosts Identity",
        ["name and address changed"] = "accounts are not renamed",
        ["wrong passwords"] = "nobody guesses as an administrator",
        ["client withdrawn"] = "a client is withdrawn in the configuration, which a start or the command seed applies",
    };

    /// <summary>What audit calls the order, where it records one beside the ends.</summary>
    public static IReadOnlyDictionary<string, string> Orders { get; } = new Dictionary<string, string>
    {
        ["account disabled"] = AuditEventTypes.UserDisabled,
        ["account locked"] = AuditEventTypes.UserLocked,
        ["account unlocked"] = AuditEventTypes.UserUnlocked,
        ["account deleted"] = AuditEventTypes.UserDeleted,
        ["password reset"] = AuditEventTypes.PasswordReset,
        ["second factor reset"] = AuditEventTypes.SecondFactorReset,
        ["role taken away"] = AuditEventTypes.RoleRemoved,
        ["client disabled"] = AuditEventTypes.ClientDisabled,
        ["client deleted"] = AuditEventTypes.ClientDeleted,
    };

    /// <summary>Each event through each door that leads to it.</summary>
    public static IReadOnlyList<EndingEvent> Through { get; } =
    [
        .. from it in Events
           from door in All
           where door.Ways.ContainsKey(it.Name)
           select new EndingEvent(it.Name, door.Name, Seen(it, door), door.Ways[it.Name]),
    ];

    private static Effects Seen(EndingEvent it, AdministratorDoor door) => it.Effects with
    {
        Actor = door.Actor,
        Ip = door.Ip,
        Note = EndingScene.Note,
        Order = Orders.GetValueOrDefault(it.Name),
    };
}
