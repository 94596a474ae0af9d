using System.Text;
using AuthServer.Client.Storage;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests.Storage;

public sealed class FileTokenStoreTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly byte[] Secret = "a refresh token"u8.ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("authserver-tokens-");

    private string Tokens => Path.Combine(_folder.FullName, "deep", "tokens");

    private string Key => Tokens + ".key";

    private FileTokenStore Store => new(Tokens, Key);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_written_is_read_by_another_process_and_cleared()
    {
        (await Store.ReadAsync("app", CancellationToken.None)).Should().BeNull();
        await Store.WriteAsync("app", Secret, CancellationToken.None);

        (await Store.ReadAsync("app", CancellationToken.None)).Should().Equal(Secret);

        await Store.ClearAsync("app", CancellationToken.None);
        (await Store.ReadAsync("app", CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_files_and_they_show_nothing()
    {
        await Store.WriteAsync("app", Secret, CancellationToken.None);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Tokens).Should().Be(OwnerOnly);
            File.GetUnixFileMode(Key).Should().Be(OwnerOnly);
        }

        Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Tokens)).Should().NotContain("refresh");
        Directory.GetFiles(Path.GetDirectoryName(Tokens)!).Should().HaveCount(2, "nothing lies about beside them");
    }

    [Fact]
    public async Task A_file_that_others_may_read_is_refused_with_the_remedy()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("It has no such modes.");
            return;
        }

        await Store.WriteAsync("app", Secret, CancellationToken.None);
        File.SetUnixFileMode(Key, OwnerOnly | UnixFileMode.OtherRead);

        await Reading("app").Should().ThrowAsync<InvalidDataException>().WithMessage("*chmod 600*");
    }

    [Fact]
    public async Task A_file_is_unreadable_under_another_key_for_another_client_or_when_changed()
    {
        await Store.WriteAsync("app", Secret, CancellationToken.None);
        await Reading("other").Should().ThrowAsync<InvalidDataException>();

        var content = await File.ReadAllBytesAsync(Tokens);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(Tokens, content);
        await Reading("app").Should().ThrowAsync<InvalidDataException>();

        File.Delete(Key);
        await Reading("app").Should().ThrowAsync<InvalidDataException>().WithMessage("*sign in again*");
    }

    [Fact]
    public async Task Whoever_removes_both_files_and_signs_in_elsewhere_shares_the_new_key_with_those_who_knew_the_old()
    {
        var (first, second) = (Store, Store);
        await first.WriteAsync("app", "old"u8.ToArray(), CancellationToken.None);
        File.Delete(Tokens);
        File.Delete(Key);
        await second.WriteAsync("app", Secret, CancellationToken.None);

        (await first.ReadAsync("app", CancellationToken.None)).Should().Equal(Secret);

        await first.WriteAsync("app", "newer"u8.ToArray(), CancellationToken.None);
        (await second.ReadAsync("app", CancellationToken.None)).Should().Equal("newer"u8.ToArray());
    }

    [Fact]
    public async Task What_cannot_be_replaced_for_a_moment_is_replaced_after_it()
    {
        // A folder in its place is what every system refuses to replace.
        Directory.CreateDirectory(Tokens);
        var writing = Store.WriteAsync("app", Secret, CancellationToken.None).AsTask();
        await Task.Delay(60);
        Directory.Delete(Tokens);

        await writing;

        (await Store.ReadAsync("app", CancellationToken.None)).Should().Equal(Secret);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_file()
    {
        var contents = new[] { new byte[10], new byte[100_000] };
        await Store.WriteAsync("app", contents[0], CancellationToken.None);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var writing = Task.Run(async () =>
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn++)
            {
                await Store.WriteAsync("app", contents[turn % 2], CancellationToken.None);
            }
        });

        var reads = 0;
        while (!stop.IsCancellationRequested)
        {
            (await Store.ReadAsync("app", CancellationToken.None))!.Length.Should().BeOneOf(10, 100_000);
            reads++;
        }

        await writing;
        reads.Should().BeGreaterThan(10);
    }

    [Fact]
    public async Task One_at_a_time_holds_the_lock()
    {
        var path = Path.Combine(_folder.FullName, "lock");
        var (holders, most, turns) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var turn = 0; turn < 5; turn++)
            {
                await using var held = await new FileTokenLock(path).AcquireAsync("app", CancellationToken.None);
                most = Math.Max(most, Interlocked.Increment(ref holders));
                turns++;
                await Task.Delay(2);
                Interlocked.Decrement(ref holders);
            }
        })));

        most.Should().Be(1);
        turns.Should().Be(40);
    }

    private Func<Task> Reading(string name) => async () => await Store.ReadAsync(name, CancellationToken.None);
}
