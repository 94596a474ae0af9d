namespace AuthServer.Tests.Hosting;

/// <summary>An audit event as stored.</summary>
public sealed record AuditRow(string Type, string Actor, string? ClientId, Guid? UserId, string? Reason, string Ip, string UserAgent, long? GenerationDistance);
