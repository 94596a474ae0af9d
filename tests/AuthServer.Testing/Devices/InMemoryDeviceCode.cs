namespace AuthServer.Testing.Devices;

/// <summary>What a device code has beside other artefacts.</summary>
public sealed record InMemoryDeviceCode(string UserCodeHash, TimeSpan Interval, DateTimeOffset? PolledAt);
