using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;

namespace AuthServer.Core.SessionDirectory;

/// <summary>Which sessions are meant: those that meet every member that is set. Without one, all.</summary>
public sealed record SessionFilter
{
    public static readonly SessionFilter All = new();

    public UserId? User { get; init; }

    public ClientId? Client { get; init; }

    public SignInId? SignIn { get; init; }

    /// <summary>Where it was signed in or last used from.</summary>
    public AddressRange? Address { get; init; }

    /// <summary>A part of the user agent at sign-in or last use, in any case.</summary>
    public string? UserAgent { get; init; }

    /// <summary>By what is marked: one that has expired, or is behind its user's epoch, is marked as ended soon after.</summary>
    public SessionState? State { get; init; }

    public EndReason? EndReason { get; init; }

    /// <summary>Signed in at this instant or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Signed in before this instant.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Used at this instant or later.</summary>
    public DateTimeOffset? UsedFrom { get; init; }

    /// <summary>Not used since this instant.</summary>
    public DateTimeOffset? UsedBefore { get; init; }

    public static SessionFilter FromStored(string json) => StoredSessionFilter.Read(json);

    /// <summary>The form in which it is kept with an incident.</summary>
    public string ToStored() => StoredSessionFilter.Write(this);
}
