using System.Text.Json.Serialization;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Storage;
using AuthServer.Core.Users;

namespace AuthServer.Core.SessionDirectory;

/// <summary>
/// A <see cref="SessionFilter"/> as it is kept: of plain values, by names that stay, so that later versions can read it. An earlier version that does not know
/// a member refuses the whole, for without it the filter would match more.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record StoredSessionFilter
{
    public Guid? User { get; init; }

    public string? Client { get; init; }

    public Guid? SignIn { get; init; }

    public string? Address { get; init; }

    public string? UserAgent { get; init; }

    public bool? IsActive { get; init; }

    /// <summary>The number of <see cref="Core.Sessions.EndReason"/>.</summary>
    public int? EndReason { get; init; }

    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    public DateTimeOffset? UsedFrom { get; init; }

    public DateTimeOffset? UsedBefore { get; init; }

    public static string Write(SessionFilter filter) => StoredJson.Write(new StoredSessionFilter
    {
        User = filter.User?.Value,
        Client = filter.Client?.Value,
        SignIn = filter.SignIn?.Value,
        Address = filter.Address?.ToString(),
        UserAgent = filter.UserAgent,
        IsActive = filter.State is { } state ? state == SessionState.Active : null,
        EndReason = (int?)filter.EndReason,
        CreatedFrom = filter.CreatedFrom,
        CreatedBefore = filter.CreatedBefore,
        UsedFrom = filter.UsedFrom,
        UsedBefore = filter.UsedBefore,
    });

    /// <exception cref="FormatException">An address of another version's.</exception>
    /// <exception cref="System.Text.Json.JsonException">A member that this version does not know.</exception>
    public static SessionFilter Read(string json)
    {
        var stored = StoredJson.Read<StoredSessionFilter>(json);
        AddressRange? address = null;
        if (stored.Address is { } text && !AddressRange.TryParse(text, out address))
        {
            throw new FormatException("A stored filter of sessions has an address that is none.");
        }

        return new SessionFilter
        {
            User = stored.User is { } user ? new UserId(user) : null,
            Client = stored.Client is { } client ? new ClientId(client) : null,
            SignIn = stored.SignIn is { } signIn ? new SignInId(signIn) : null,
            Address = address,
            UserAgent = stored.UserAgent,
            State = stored.IsActive is { } isActive ? (isActive ? SessionState.Active : SessionState.Ended) : null,
            EndReason = (EndReason?)stored.EndReason,
            CreatedFrom = stored.CreatedFrom,
            CreatedBefore = stored.CreatedBefore,
            UsedFrom = stored.UsedFrom,
            UsedBefore = stored.UsedBefore,
        };
    }
}
