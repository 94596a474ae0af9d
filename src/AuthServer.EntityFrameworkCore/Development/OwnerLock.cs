using System.Globalization;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>Says which one server owns a development database, for as long as that server's process lives.</summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileLock _held;
    private readonly string _note;

    private OwnerLock(FileLock held, string note) => (_held, _note) = (held, note);

    public static OwnerLock Take(ClusterLayout layout)
    {
        var held = FileLock.TryExclusive(layout.OwnerLock) ?? throw new InvalidOperationException(
            $"{Owner(layout.OwnerNote)} already runs the development database in {layout.DataDirectory}: "
            + "stop it, or set ConnectionStrings:AuthServer to use another database.");

        // The id stands in a file of its own, since the locked one cannot be opened by others.
        File.WriteAllText(layout.OwnerNote, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new OwnerLock(held, layout.OwnerNote);
    }

    public void Dispose()
    {
        File.Delete(_note);
        _held.Dispose();
    }

    private static string Owner(string note) => File.Exists(note) ? $"Process {File.ReadAllText(note)}" : "Another process";
}
