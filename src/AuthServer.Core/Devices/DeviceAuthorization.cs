namespace AuthServer.Core.Devices;

/// <summary>What a device is told (RFC 8628 §3.2).</summary>
/// <param name="Handle">The device code, for the device alone.</param>
/// <param name="UserCode">For its user.</param>
public sealed record DeviceAuthorization(string Handle, UserCode UserCode, TimeSpan Lifetime, TimeSpan Interval)
{
    public override string ToString() => $"DeviceAuthorization {{ Lifetime = {Lifetime}, Interval = {Interval} }}";
}
