namespace AuthServer;

/// <summary>Names this host's assembly to tests.</summary>
public sealed class HostMarker;
