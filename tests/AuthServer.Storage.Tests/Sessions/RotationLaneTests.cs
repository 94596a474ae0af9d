using System.Data.Common;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Sessions;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>How rotations that arrive together are carried out together.</summary>
public sealed class RotationLaneTests
{
    private readonly List<IReadOnlyList<RotateSession>> _batches = [];
    private readonly List<RotateSession> _singles = [];
    private readonly Queue<Func<IReadOnlyList<RotateSession>, Task<Dictionary<SessionId, SessionWrite>>>> _answers = new();
    private readonly RotationLane _lane;

    public RotationLaneTests() => _lane = new RotationLane(
        single =>
        {
            _singles.Add(single);
            return Task.FromResult<SessionWrite>(new SessionWrite.NotApplied());
        },
        batch =>
        {
            _batches.Add(batch);
            return _answers.TryDequeue(out var answer) ? answer(batch) : Task.FromResult(AllNotApplied(batch));
        });

    [Fact]
    public async Task The_first_goes_at_once_and_those_that_arrive_meanwhile_share_the_next_statement()
    {
        var first = new TaskCompletionSource();
        _answers.Enqueue(async batch =>
        {
            await first.Task;
            return AllNotApplied(batch);
        });

        var arrivals = Enumerable.Range(0, 11).Select(_ => _lane.RotateAsync(Rotation())).ToList();
        _batches.Should().ContainSingle().Which.Should().ContainSingle();
        first.SetResult();
        await Task.WhenAll(arrivals);

        _batches.Select(batch => batch.Count).Should().Equal(1, 10);
        _singles.Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_holds_one_rotation_of_a_session_and_the_second_is_left_to_be_classified_from_the_row()
    {
        var first = new TaskCompletionSource();
        _answers.Enqueue(async batch =>
        {
            await first.Task;
            return AllNotApplied(batch);
        });
        _answers.Enqueue(batch => Task.FromResult(batch.ToDictionary(rotation => rotation.Id, SessionWrite (_) => new SessionWrite.Unknown(new TimeoutException()))));
        var ahead = _lane.RotateAsync(Rotation());
        var rotation = Rotation();

        var (one, two) = (_lane.RotateAsync(rotation), _lane.RotateAsync(rotation));
        first.SetResult();
        await ahead;

        (await one).Should().BeOfType<SessionWrite.Unknown>("it was the one in the batch");
        (await two).Should().BeOfType<SessionWrite.NotApplied>();
        _batches[1].Should().ContainSingle();
    }

    [Fact]
    public async Task A_session_whose_row_was_skipped_is_rotated_by_itself()
    {
        _answers.Enqueue(_ => Task.FromResult(new Dictionary<SessionId, SessionWrite>()));
        var rotation = Rotation();

        await _lane.RotateAsync(rotation);

        _singles.Should().Equal(rotation);
    }

    [Fact]
    public async Task What_the_database_rolled_back_is_tried_by_itself()
    {
        _answers.Enqueue(_ => throw new RefusedStatement("40P01"));
        var rotation = Rotation();

        await _lane.RotateAsync(rotation);

        _singles.Should().Equal(rotation);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("08006")]
    [InlineData("57P01")]
    public async Task What_was_lost_with_its_connection_is_unknown_and_not_tried_again(string? state)
    {
        _answers.Enqueue(_ => throw new RefusedStatement(state));

        (await _lane.RotateAsync(Rotation())).Should().BeOfType<SessionWrite.Unknown>();

        _singles.Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_failure_the_lane_goes_on()
    {
        _answers.Enqueue(_ => throw new StoreUnavailableException("down", new TimeoutException()));

        await _lane.Invoking(lane => lane.RotateAsync(Rotation())).Should().ThrowAsync<StoreUnavailableException>();

        (await _lane.RotateAsync(Rotation())).Should().BeOfType<SessionWrite.NotApplied>();
    }

    private static Dictionary<SessionId, SessionWrite> AllNotApplied(IReadOnlyList<RotateSession> batch) =>
        batch.ToDictionary(rotation => rotation.Id, SessionWrite (_) => new SessionWrite.NotApplied());

    private static RotateSession Rotation() => new()
    {
        Id = SessionId.New(DateTimeOffset.UtcNow),
        Generation = 0,
        PresentedHash = TokenHash.Of([1]),
        SuccessorHash = TokenHash.Of([2]),
        Salt = new byte[16],
        KeyId = 1,
        ClientId = new ClientId("app"),
        ClientVersion = 1,
        IdleLifetime = TimeSpan.FromDays(1),
        Caller = Caller.Unknown,
    };

    private sealed class RefusedStatement(string? state) : DbException
    {
        public override string? SqlState => state;
    }
}
