using AuthServer.EntityFrameworkCore.Development;
using FluentAssertions;
using Xunit;

namespace AuthServer.Storage.Tests.Development;

/// <summary>Several processes, one folder.</summary>
public sealed class EmbeddedPostgreSqlSharingTests(ClusterTemplate template)
{
    [Fact]
    public async Task A_second_server_is_told_who_owns_the_folder_and_what_to_do()
    {
        await using var sandbox = await template.CopyAsync();
        await using var first = await sandbox.OwnAsync();

        var second = () => sandbox.OwnAsync();

        (await second.Should().ThrowAsync<InvalidOperationException>()).WithMessage(
            $"Process {Environment.ProcessId} already runs the development database in {sandbox.DataDirectory}: "
            + "stop it, or set ConnectionStrings:AuthServer to use another database.");
        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task Of_many_servers_that_start_at_once_one_owns_the_folder()
    {
        await using var sandbox = new ClusterSandbox();

        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await sandbox.OwnAsync();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        })));

        var owner = starts.Should().ContainSingle(start => start != null).Subject;
        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
        await owner!.DisposeAsync();
        sandbox.Postmaster.Should().BeNull();
    }

    [Fact]
    public async Task Many_borrowers_that_come_at_once_share_one_PostgreSQL_and_the_last_one_stops_it()
    {
        await using var sandbox = new ClusterSandbox();
        var borrowers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(sandbox.BorrowAsync)));

        borrowers.Count(borrower => !borrower.Adopted).Should().Be(1);
        foreach (var borrower in borrowers)
        {
            (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
            await borrower.DisposeAsync();
        }

        sandbox.Postmaster.Should().BeNull();
    }

    [Fact]
    public async Task A_borrower_leaves_the_servers_PostgreSQL_running()
    {
        await using var sandbox = await template.CopyAsync();
        await using var server = await sandbox.OwnAsync();
        await using (var borrower = await sandbox.BorrowAsync())
        {
            borrower.Adopted.Should().BeTrue();
            borrower.ConnectionString.Should().Be(server.ConnectionString);
        }

        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_server_may_end_before_the_borrower_which_then_stops_PostgreSQL()
    {
        await using var sandbox = await template.CopyAsync();
        var server = await sandbox.OwnAsync();
        var borrower = await sandbox.BorrowAsync();

        await server.DisposeAsync();
        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);

        await borrower.DisposeAsync();
        sandbox.Postmaster.Should().BeNull();
    }

    [Fact]
    public async Task A_server_takes_over_what_a_borrower_started()
    {
        await using var sandbox = await template.CopyAsync();
        var borrower = await sandbox.BorrowAsync();
        await using var server = await sandbox.OwnAsync();
        server.Adopted.Should().BeTrue();

        await borrower.DisposeAsync();

        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public void Each_checkout_has_a_folder_of_its_own()
    {
        var folders = new[] { "/src/one", "/src/two", "/src/one/" }.Select(EmbeddedPostgreSqlOptions.DefaultDataDirectory).ToList();

        folders.Distinct().Should().HaveCount(2);
        folders[0].Should().Be(folders[2]).And.StartWith(Environment.IsPrivilegedProcess ? "/var/lib/authserver-dev/" : "/src/one/.data/");
    }
}
