namespace AuthServer.Account.MySessions;

/// <summary>What a device looks like.</summary>
public enum DeviceKind
{
    Unknown,
    Computer,
    Phone,
    Tablet,

    /// <summary>An app or a script rather than a browser.</summary>
    Program,
}
