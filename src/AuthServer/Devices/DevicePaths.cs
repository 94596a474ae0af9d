namespace AuthServer.Devices;

/// <summary>Where people answer their devices.</summary>
public static class DevicePaths
{
    /// <summary>Short, for it is typed by hand (RFC 8628 §3.3).</summary>
    public const string Verification = "/device";

    /// <summary>Where the page of <see cref="Verification"/> sends the answer.</summary>
    public const string Answer = "/device?handler=Answer";

    public const string Allowed = "/device/allowed";
    public const string Denied = "/device/denied";
}
