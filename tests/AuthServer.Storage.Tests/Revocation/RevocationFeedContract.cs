using AuthServer.Core.Revocation;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Sessions;
using AuthServer.Storage.Tests.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Revocation;

/// <summary>What every revocation feed must do, through two nodes over one storage: what one ends, readers of the other learn.</summary>
public abstract class RevocationFeedContract(SessionStorage storage) : SessionStoreContract(storage)
{
    private const int Many = 1_000;

    private IRevocationFeed Feed => Storage.Second.Get<IRevocationFeed>();

    [Fact]
    public async Task The_end_of_a_session_is_told_once_and_for_as_long_as_its_tokens_could_live()
    {
        var cursor = await CatchUpAsync();
        var held = await EndedAsync();

        var page = await ReadAsync(cursor);

        page.IsReset.Should().BeFalse();
        page.IsComplete.Should().BeTrue();
        var entry = page.Entries.Should().ContainSingle().Subject;
        (entry.Kind, entry.Subject, entry.MinimumEpoch).Should().Be((RevocationKind.Session, held.Id.ToString(), 0));
        entry.ExpiresAt.Should().BeCloseTo(entry.CreatedAt + RevocationRetention.EntryLifetime, TimeSpan.FromMilliseconds(1));
        entry.CreatedAt.Should().BeOnOrBefore(page.Now).And.BeCloseTo(page.Now, Precision);
        (await ReadAsync(page.Cursor)).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task The_end_of_all_that_is_a_user_s_is_told_by_the_epoch_below_which_tokens_are_dead()
    {
        var cursor = await CatchUpAsync();
        var held = await SignInAsync();
        await Storage.First.Ends.EndAllOfUserAsync(new EndSessionsOfUser(held.User.Id, EndReason.PasswordChanged, "admin:root", Callers.Home), CancellationToken.None);

        var entry = (await ReadAsync(cursor)).Entries.Should().ContainSingle().Subject;

        (entry.Kind, entry.Subject, entry.MinimumEpoch).Should().Be((RevocationKind.User, held.User.Id.ToString(), held.User.Epoch + 1));
    }

    [Fact]
    public async Task At_first_contact_everything_that_has_not_expired_is_told()
    {
        var expired = await EndedAsync();
        await Storage.AdvanceAsync(RevocationRetention.EntryLifetime + TimeSpan.FromMinutes(1));
        var current = await EndedAsync();

        var page = await ReadAsync(cursor: null);

        page.IsReset.Should().BeTrue();
        page.IsComplete.Should().BeTrue();
        page.Entries.Select(entry => entry.Subject).Should().Contain(current.Id.ToString()).And.NotContain(expired.Id.ToString());
    }

    [Fact]
    public async Task What_has_expired_before_it_could_be_told_is_not_told()
    {
        var cursor = await CatchUpAsync();
        await EndedAsync();
        await Storage.AdvanceAsync(RevocationRetention.EntryLifetime + TimeSpan.FromMinutes(1));

        (await ReadAsync(cursor)).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_backlog_comes_in_pages_and_what_is_added_meanwhile_comes_too()
    {
        var cursor = await CatchUpAsync();
        var expected = new List<string>();
        await AddAsync(25);

        var told = new List<string>();
        for (var pages = 0; ; pages++)
        {
            var page = await ReadAsync(cursor, most: 10);
            page.IsReset.Should().BeFalse();
            page.Entries.Should().HaveCountLessThanOrEqualTo(10);
            told.AddRange(page.Entries.Select(entry => entry.Subject));
            cursor = page.Cursor;
            if (page.IsComplete && pages >= 4)
            {
                break;
            }

            if (pages < 4)
            {
                await AddAsync(3);
            }
        }

        told.Should().BeEquivalentTo(expected).And.OnlyHaveUniqueItems();

        async Task AddAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                expected.Add((await EndedAsync()).Id.ToString());
            }
        }
    }

    [Fact]
    public async Task A_full_set_comes_in_pages_of_which_the_first_alone_is_a_reset_and_misses_nothing_that_is_added_meanwhile()
    {
        var before = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            before.Add((await EndedAsync()).Id.ToString());
        }

        var first = await ReadAsync(cursor: null, most: 5);
        first.IsReset.Should().BeTrue();
        first.IsComplete.Should().BeFalse();
        var meanwhile = (await EndedAsync()).Id.ToString();
        var told = first.Entries.Select(entry => entry.Subject).ToList();
        var page = first;
        while (!page.IsComplete || page.Entries.Count > 0)
        {
            page = await ReadAsync(page.Cursor, most: 5);
            page.IsReset.Should().BeFalse();
            told.AddRange(page.Entries.Select(entry => entry.Subject));
        }

        told.Should().Contain(before).And.Contain(meanwhile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("'; DROP TABLE revocation_entries; --")]
    [InlineData("MXx4fDE6MTp8fDA")]
    [InlineData("!%")]
    public async Task A_cursor_that_is_none_begins_a_full_set(string cursor)
    {
        var held = await EndedAsync();

        var page = await ReadAsync(cursor);

        page.IsReset.Should().BeTrue();
        page.Entries.Select(entry => entry.Subject).Should().Contain(held.Id.ToString());
    }

    [Fact]
    public async Task After_a_restore_every_cursor_begins_a_full_set()
    {
        var held = await EndedAsync();
        var before = await CatchUpAsync();
        (await ReadAsync(before)).IsReset.Should().BeFalse();

        await Storage.First.Get<IRevocationFeed>().BeginHistoryAsync(CancellationToken.None);

        var page = await ReadAsync(before);
        page.IsReset.Should().BeTrue();
        page.Entries.Select(entry => entry.Subject).Should().Contain(held.Id.ToString());
        (await ReadAsync(await CatchUpAsync())).IsReset.Should().BeFalse();
    }

    [Fact]
    public async Task A_cursor_that_is_too_long_begins_a_full_set() =>
        (await ReadAsync(new string('a', IRevocationFeed.LongestCursor + 1))).IsReset.Should().BeTrue();

    [Fact]
    public async Task A_look_sees_what_has_come_since_the_mark_and_nothing_twice()
    {
        var first = await Feed.LookAsync(mark: null, CancellationToken.None);
        first.HasNews.Should().BeTrue("nobody has looked before");
        (await Feed.LookAsync(first.Mark, CancellationToken.None)).HasNews.Should().BeFalse();

        await EndedAsync();

        var second = await Feed.LookAsync(first.Mark, CancellationToken.None);
        second.HasNews.Should().BeTrue();
        (await Feed.LookAsync(second.Mark, CancellationToken.None)).HasNews.Should().BeFalse();
    }

    private Task<RevocationPage> ReadAsync(string? cursor, int most = Many) => Feed.ReadAsync(cursor, most, CancellationToken.None);

    private async Task<string> CatchUpAsync()
    {
        var page = await ReadAsync(cursor: null);
        page.IsComplete.Should().BeTrue();
        return page.Cursor;
    }

    private async Task<Held> EndedAsync()
    {
        var held = await SignInAsync();
        (await Store.EndAsync(held.End(EndReason.SignedOut))).Should().BeTrue();
        return held;
    }
}
