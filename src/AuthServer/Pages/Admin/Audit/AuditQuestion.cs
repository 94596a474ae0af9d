using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Pages.Admin.Audit;

/// <summary>Which audit events are meant: those that meet every member that is set.</summary>
internal sealed record AuditQuestion
{
    public string? Type { get; init; }

    public string? Actor { get; init; }

    public UserId? User { get; init; }

    public ClientId? Client { get; init; }

    public SessionId? Session { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Before { get; init; }
}
