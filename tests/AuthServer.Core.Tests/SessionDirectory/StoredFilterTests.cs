using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.SessionDirectory;

/// <summary>A filter that is kept with an incident must come back as it was: with a member less, it would match more.</summary>
public sealed class StoredFilterTests
{
    private static readonly SessionFilter Full = new()
    {
        User = new UserId(Guid.Parse("0198c0de-0000-7000-8000-000000000001")),
        Client = new ClientId("shop"),
        SignIn = new SignInId(Guid.Parse("0198c0de-0000-7000-8000-000000000002")),
        Address = Range("2001:db8::/32"),
        UserAgent = "100% \"Browser\"",
        State = SessionState.Ended,
        EndReason = EndReason.Incident,
        CreatedFrom = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9),
        CreatedBefore = new DateTimeOffset(2026, 2, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        UsedFrom = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero),
        UsedBefore = new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void Every_member_comes_back()
    {
        typeof(SessionFilter).GetProperties().Select(member => member.GetValue(Full)).Should().NotContainNulls("a member more is a member to be kept");

        SessionFilter.FromStored(Full.ToStored()).Should().Be(Full);
    }

    [Fact]
    public void What_is_not_set_stays_so()
    {
        SessionFilter.All.ToStored().Should().Be("{}");
        SessionFilter.FromStored("{}").Should().Be(SessionFilter.All);
        SessionFilter.FromStored(new SessionFilter { State = SessionState.Active }.ToStored()).State.Should().Be(SessionState.Active);
    }

    [Fact]
    public void What_was_stored_once_is_read_for_ever() => SessionFilter.FromStored(
        """
        {"user":"0198c0de-0000-7000-8000-000000000001","client":"shop","sign_in":"0198c0de-0000-7000-8000-000000000002","address":"2001:db8::/32",
        "user_agent":"100% \"Browser\"","is_active":false,"end_reason":14,"created_from":"2026-01-02T03:04:05.6780009+00:00",
        "created_before":"2026-02-02T03:04:05+02:00","used_from":"2026-03-02T00:00:00+00:00","used_before":"2026-04-02T00:00:00+00:00"}
        """).Should().Be(Full);

    [Fact]
    public void A_member_or_an_address_that_is_not_understood_is_refused()
    {
        FluentActions.Invoking(() => SessionFilter.FromStored("""{"client":"shop","country":"XX"}""")).Should().Throw<JsonException>();
        FluentActions.Invoking(() => SessionFilter.FromStored("""{"address":"10"}""")).Should().Throw<FormatException>();
    }

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new ArgumentException(text);
}
