using System.Diagnostics;
using System.Globalization;
using AuthServer.EntityFrameworkCore.Development;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Development;

/// <summary>What is left when something is killed, and how the next start copes.</summary>
public sealed class EmbeddedPostgreSqlCrashTests(ClusterTemplate template)
{
    [Fact]
    public async Task A_PostgreSQL_that_outlived_its_server_is_adopted_and_then_stopped()
    {
        await using var sandbox = await template.CopyAsync();
        var orphan = await sandbox.LeaveBehindAsync();

        await using (var server = await sandbox.OwnAsync())
        {
            server.Adopted.Should().BeTrue();
            sandbox.Postmaster.Should().Be(orphan);
            (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
        }

        sandbox.Postmaster.Should().BeNull();
    }

    [Fact]
    public async Task A_killed_PostgreSQL_is_started_again_with_its_data()
    {
        await using var sandbox = await template.CopyAsync();
        await using var server = await sandbox.OwnAsync();
        await sandbox.WriteNoteAsync(7);
        for (var round = 0; round < 2; round++)
        {
            var before = sandbox.Postmaster;
            await sandbox.KillPostgreSqlAsync();

            (await EventuallyAsync(sandbox.ReadNoteAsync)).Should().Be(7);
            sandbox.Postmaster.Should().NotBeNull().And.NotBe(before);
        }

        sandbox.Logger.Messages.Should().Contain(message => message.Contains("is gone; starting it again"));
    }

    [Fact]
    public async Task What_a_killed_PostgreSQL_leaves_behind_does_not_stop_the_next_start()
    {
        await using var sandbox = await template.CopyAsync();
        await sandbox.LeaveBehindAsync();
        await sandbox.KillPostgreSqlAsync();
        File.Exists(sandbox.Layout.ProcessFile).Should().BeTrue();
        File.Exists(sandbox.Layout.SocketFile).Should().BeTrue();

        await using var server = await sandbox.OwnAsync();
        server.Adopted.Should().BeFalse();
        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_stale_process_id_that_a_stranger_has_now_is_not_believed()
    {
        await using var sandbox = await template.CopyAsync();
        await sandbox.LeaveBehindAsync();
        await sandbox.KillPostgreSqlAsync();
        using var stranger = Process.Start("sleep", "60");
        try
        {
            await NoteAsync(sandbox, stranger.Id);

            await using var server = await sandbox.OwnAsync();
            server.Adopted.Should().BeFalse();
            (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
            stranger.HasExited.Should().BeFalse();
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_stale_process_id_that_another_clusters_PostgreSQL_has_now_is_not_believed()
    {
        await using var other = await template.CopyAsync();
        await using var sandbox = await template.CopyAsync();
        var stranger = await other.LeaveBehindAsync();
        await sandbox.LeaveBehindAsync();
        await sandbox.KillPostgreSqlAsync();
        await NoteAsync(sandbox, stranger);

        await using (var server = await sandbox.OwnAsync())
        {
            server.Adopted.Should().BeFalse();
        }

        other.Postmaster.Should().Be(stranger);
    }

    [Fact]
    public async Task A_copied_folder_does_not_take_the_originals_PostgreSQL_for_its_own()
    {
        await using var original = await template.CopyAsync();
        await using var copy = await template.CopyAsync();
        var running = await original.LeaveBehindAsync();
        Directory.CreateDirectory(copy.DataDirectory);
        (await new ProcessStartInfo("cp", ["-a", original.DataDirectory + "/.", copy.DataDirectory]).RunAsync(default)).ExitCode.Should().Be(0);

        await using (var server = await copy.OwnAsync())
        {
            server.Adopted.Should().BeFalse();
            copy.Postmaster.Should().NotBeNull().And.NotBe(running);
        }

        original.Postmaster.Should().Be(running);
    }

    [Fact]
    public async Task An_initdb_that_was_killed_halfway_is_begun_anew()
    {
        await using var sandbox = new ClusterSandbox();
        using (var cancellation = new CancellationTokenSource())
        {
            var start = sandbox.OwnAsync(cancellation.Token);
            await EventuallyAsync(() => Task.FromResult(Unfinished(sandbox).SelectMany(Directory.EnumerateFileSystemEntries).First()));
            await cancellation.CancelAsync();
            await start.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        }

        Unfinished(sandbox).Should().NotBeEmpty();
        sandbox.Layout.ClusterVersion.Should().BeNull();

        await using var server = await sandbox.OwnAsync();
        Unfinished(sandbox).Should().BeEmpty();
        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task The_database_is_made_when_the_server_was_killed_before_it_could()
    {
        await using var sandbox = await template.CopyAsync();
        await sandbox.LeaveBehindAsync();
        (await sandbox.AskAsync<long>("SELECT count(*) FROM pg_database WHERE datname = 'authserver'", "postgres")).Should().Be(0);

        await using var server = await sandbox.OwnAsync();
        (await sandbox.AskAsync<string>("SELECT current_database()::text")).Should().Be("authserver");
    }

    private static string[] Unfinished(ClusterSandbox sandbox) =>
        Directory.Exists(sandbox.DataDirectory) ? Directory.GetDirectories(sandbox.DataDirectory, sandbox.Layout.UnfinishedPattern) : [];

    // PostgreSQL keeps the id in two places, and refuses to start when either names a live process.
    private static async Task NoteAsync(ClusterSandbox sandbox, int process)
    {
        foreach (var file in new[] { sandbox.Layout.ProcessFile, sandbox.Layout.SocketFile + ".lock" })
        {
            var lines = await File.ReadAllLinesAsync(file);
            lines[0] = process.ToString(CultureInfo.InvariantCulture);
            await File.WriteAllLinesAsync(file, lines);
        }
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> attempt)
    {
        var deadline = Environment.TickCount64 + 30_000;
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException or InvalidOperationException && Environment.TickCount64 < deadline)
            {
                await Task.Delay(20);
            }
        }
    }
}
