using System.Globalization;
using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.AdminApi.Sessions;

/// <summary>Which sessions are meant: those that meet every member that is set.</summary>
public sealed record SessionQuery
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>The user's id.</summary>
    [FromQuery(Name = "user_id")]
    public string? UserId { get; init; }

    [FromQuery(Name = "client_id")]
    public string? ClientId { get; init; }

    /// <summary>The browser sign-in that they started from.</summary>
    [FromQuery(Name = "sign_in_id")]
    public string? SignInId { get; init; }

    /// <summary>An address or a network (203.0.113.0/24), at sign-in or last use.</summary>
    [FromQuery(Name = "ip")]
    public string? Ip { get; init; }

    /// <summary>A part of the user agent at sign-in or last use, in any case.</summary>
    [FromQuery(Name = "user_agent")]
    public string? UserAgent { get; init; }

    /// <summary>active or ended.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    /// <summary>Why they ended, such as reuse_detected.</summary>
    [FromQuery(Name = "end_reason")]
    public string? EndReason { get; init; }

    /// <summary>Signed in at this instant (ISO 8601, UTC) or later.</summary>
    [FromQuery(Name = "created_from")]
    public string? CreatedFrom { get; init; }

    /// <summary>Signed in before this instant.</summary>
    [FromQuery(Name = "created_before")]
    public string? CreatedBefore { get; init; }

    /// <summary>Used at this instant or later.</summary>
    [FromQuery(Name = "used_from")]
    public string? UsedFrom { get; init; }

    /// <summary>Not used since this instant.</summary>
    [FromQuery(Name = "used_before")]
    public string? UsedBefore { get; init; }

    /// <summary>The filter; what cannot be read of it is added to <paramref name="errors"/>, and then it must not be used.</summary>
    internal SessionFilter Read(MemberErrors errors, string prefix = "") => new()
    {
        User = Id(UserId, prefix + "user_id", errors) is { } user ? new UserId(user) : null,
        Client = ClientId is { } client ? new ClientId(Present(client, prefix + "client_id", errors)) : null,
        SignIn = Id(SignInId, prefix + "sign_in_id", errors) is { } signIn ? new SignInId(signIn) : null,
        Address = Address(prefix, errors),
        UserAgent = UserAgent is { } agent ? Present(agent, prefix + "user_agent", errors) : null,
        State = Named(State, prefix + "state", Enum.GetValues<SessionState>(), state => state == SessionState.Active ? "active" : "ended", errors),
        EndReason = Named(EndReason, prefix + "end_reason", Enum.GetValues<EndReason>(), reason => reason.Exact(), errors),
        CreatedFrom = Instant(CreatedFrom, prefix + "created_from", errors),
        CreatedBefore = Instant(CreatedBefore, prefix + "created_before", errors),
        UsedFrom = Instant(UsedFrom, prefix + "used_from", errors),
        UsedBefore = Instant(UsedBefore, prefix + "used_before", errors),
    };

    internal static Guid? Id(string? text, string member, MemberErrors errors)
    {
        if (text is not null && !Guid.TryParseExact(text, "D", out _))
        {
            errors.Add(member, "This is not an id, which has the form 01939c0f-9f9a-7cc3-8a6e-2f4a1f0e6a11.");
        }

        return Guid.TryParseExact(text, "D", out var id) ? id : null;
    }

    internal static DateTimeOffset? Instant(string? text, string member, MemberErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        errors.Add(member, "This is not an instant of the form 2026-11-21T10:00:00Z, nor a day of the form 2026-11-21.");
        return null;
    }

    internal static string Present(string text, string member, MemberErrors errors)
    {
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add(member, "The value is empty, or holds a character that no such value has. Leave the member out to mean any.");
        }

        return text;
    }

    private static TValue? Named<TValue>(string? text, string member, TValue[] values, Func<TValue, string> name, MemberErrors errors)
        where TValue : struct
    {
        if (text is null)
        {
            return null;
        }

        foreach (var value in values.Where(value => name(value) == text))
        {
            return value;
        }

        errors.Add(member, $"The value is one of {string.Join(", ", values.Select(name))}.");
        return null;
    }

    private AddressRange? Address(string prefix, MemberErrors errors)
    {
        if (!AddressRange.TryParse(Ip, out var range) && Ip is not null)
        {
            errors.Add(prefix + "ip", "This is neither an address, such as 203.0.113.7, nor a network, such as 203.0.113.0/24 or 2001:db8::/32.");
        }

        return range;
    }
}
