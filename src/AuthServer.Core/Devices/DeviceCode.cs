namespace AuthServer.Core.Devices;

/// <summary>What a device code stands for (RFC 8628 §3.2), as it is kept beside the code's hash.</summary>
public sealed record DeviceCode
{
    /// <summary>As the device asked.</summary>
    public required string Scopes { get; init; }

    /// <summary>Null when the device named none (RFC 8707 §2).</summary>
    public string? Resources { get; init; }

    /// <summary>Null until a user has allowed it, and when one has not.</summary>
    public DeviceApproval? Approval { get; init; }
}
