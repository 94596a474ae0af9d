using System.Diagnostics;
using AuthServer.EntityFrameworkCore.Development;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AuthServer.Storage.Tests.Development;

/// <summary>The ordinary life of the development database.</summary>
public sealed class EmbeddedPostgreSqlTests(ClusterTemplate template)
{
    [Fact]
    public async Task It_offers_its_database_and_is_gone_afterwards()
    {
        await using var sandbox = new ClusterSandbox();
        await using (var server = await sandbox.OwnAsync())
        {
            server.Adopted.Should().BeFalse();
            await using var connection = new NpgsqlConnection(server.ConnectionString);
            await connection.OpenAsync();
            connection.Database.Should().Be("authserver");
            (await sandbox.AskAsync<string>("SHOW server_encoding")).Should().Be("UTF8");
            NpgsqlConnection.ClearPool(connection);
        }

        sandbox.Postmaster.Should().BeNull();
        ClusterProcess.FindAll(sandbox.Layout).Should().BeEmpty();
        File.Exists(sandbox.Layout.SocketFile).Should().BeFalse();
    }

    [Fact]
    public async Task Data_is_kept_across_restarts()
    {
        await using var sandbox = await template.CopyAsync();
        await using (await sandbox.OwnAsync())
        {
            await sandbox.WriteNoteAsync(41);
        }

        await using var again = await sandbox.OwnAsync();
        (await sandbox.ReadNoteAsync()).Should().Be(41);
    }

    [Fact]
    public async Task It_is_durable_unless_told_otherwise()
    {
        await using var sandbox = new ClusterSandbox();
        await using var server = await EmbeddedPostgreSql.StartAsync(
            new EmbeddedPostgreSqlOptions { DataDirectory = sandbox.DataDirectory }, NullLogger.Instance, default);

        (await sandbox.AskAsync<string>("SELECT current_setting('fsync') || current_setting('full_page_writes') || current_setting('synchronous_commit')"))
            .Should().Be("ononon");
    }

    [Fact]
    public async Task Settings_reach_PostgreSQL()
    {
        await using var sandbox = await template.CopyAsync();
        var options = sandbox.Options with
        {
            ServerSettings = new Dictionary<string, string>(sandbox.Options.ServerSettings) { ["max_connections"] = "37", ["cluster_name"] = @"it's a \ name" },
        };
        await using var server = await EmbeddedPostgreSql.StartAsync(options, NullLogger.Instance, default);

        (await sandbox.AskAsync<string>("SHOW max_connections")).Should().Be("37");
        (await sandbox.AskAsync<string>("SHOW cluster_name")).Should().Be(@"it's a \ name");
    }

    [Fact]
    public async Task A_setting_that_PostgreSQL_refuses_is_named_and_does_no_lasting_harm()
    {
        await using var sandbox = await template.CopyAsync();
        var wrong = sandbox.Options with { ServerSettings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "many" } };

        var start = () => EmbeddedPostgreSql.StartAsync(wrong, NullLogger.Instance, default);
        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*max_connections*");

        await using var server = await sandbox.OwnAsync();
        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task It_listens_on_no_network()
    {
        await using var sandbox = await template.CopyAsync();
        await using var server = await sandbox.OwnAsync();

        // Whatever listens belongs to the postmaster; its children come and go.
        var sockets = OpenSockets(sandbox.Postmaster!.Value).ToHashSet();
        var network = new[] { "tcp", "tcp6", "udp", "udp6" }.Select(name => $"/proc/net/{name}").Where(File.Exists)
            .SelectMany(file => File.ReadLines(file).Skip(1)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[9]);
        sockets.Should().NotBeEmpty();
        sockets.Should().NotIntersectWith(network);
    }

    [Fact]
    public async Task Only_its_own_account_and_root_can_reach_the_socket()
    {
        await using var sandbox = await template.CopyAsync();
        await using var server = await sandbox.OwnAsync();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(sandbox.Layout.SocketDirectory).Should().Be(DataFolders.OwnerOnly);
        }

        var rules = await sandbox.AskAsync<string>("SELECT string_agg(type || ' ' || auth_method, ',') FROM pg_hba_file_rules");
        rules.Should().Be("local peer");
    }

    [Theory]
    [InlineData("a folder with spaces")]
    [InlineData("it's, \"quoted\" $HOME `x`")]
    [InlineData("a-path-that-is-longer-than-what-a-socket-address-can-hold/and-goes-on-and-on-and-on-and-on-and-on-and-on")]
    public async Task Any_folder_will_do(string folder)
    {
        await using var sandbox = new ClusterSandbox(folder);
        await using var server = await sandbox.OwnAsync();

        (await sandbox.AskAsync<int>("SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task Waiting_is_reported_once_a_second()
    {
        var logger = new RecordingLogger();
        var watch = Stopwatch.StartNew();

        await new StartupProgress(logger).DuringAsync(Task.Delay(2400).ContinueWith(_ => 0, TaskScheduler.Default), "something slow");

        logger.Messages.Should().HaveCountGreaterThanOrEqualTo(2).And.HaveCountLessThanOrEqualTo((int)watch.Elapsed.TotalSeconds)
            .And.OnlyContain(message => message.StartsWith("Waiting for something slow"));
    }

    private static IEnumerable<string> OpenSockets(int process) =>
        Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
            .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1]);
}
