namespace AuthServer.AdminApi;

/// <summary>Marks the endpoints of the administration API, whose refusals are problems (RFC 9457) and whose document is its own.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AdminApiAttribute : Attribute;
