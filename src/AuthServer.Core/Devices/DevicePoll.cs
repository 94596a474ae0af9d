using AuthServer.Core.Artefacts;

namespace AuthServer.Core.Devices;

/// <summary>A device code as its device found it.</summary>
/// <param name="TooSoon">The device has not waited, and must wait longer from now on.</param>
/// <param name="Now">The storage's own clock.</param>
public sealed record DevicePoll(OneTimeArtefact Code, bool TooSoon, DateTimeOffset Now)
{
    public bool IsExpired => Code.ExpiresAt <= Now;
}
