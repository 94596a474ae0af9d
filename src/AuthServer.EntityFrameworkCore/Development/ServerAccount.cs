using System.Diagnostics;

namespace AuthServer.EntityFrameworkCore.Development;

/// <summary>The operating-system account that PostgreSQL runs as: ours, or an existing one when we are root, which PostgreSQL refuses.</summary>
internal sealed record ServerAccount(string Name, ServerAccount.Ids? SwitchTo)
{
    private static readonly string[] InOrderOfPreference = ["postgres", "nobody"];

    /// <summary>The accounts whose processes may connect: the server's own and ours.</summary>
    public IEnumerable<string> Clients => new[] { Name, Environment.UserName }.Distinct();

    public static ServerAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(Environment.UserName, SwitchTo: null);
        }

        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToLookup(fields => fields[0]);
        var name = InOrderOfPreference.FirstOrDefault(known.Contains)
            ?? throw new InvalidOperationException("PostgreSQL does not run as root, and there is neither an account 'postgres' nor 'nobody': run as another user.");
        var entry = known[name].First();
        return new ServerAccount(name, new Ids(entry[2], entry[3]));
    }

    /// <summary>A program of PostgreSQL, to be run as this account and untouched by <c>PG…</c> variables that are meant for clients.</summary>
    public ProcessStartInfo Command(string workingDirectory, string program, params IEnumerable<string> arguments)
    {
        var start = SwitchTo is { } ids
            ? new ProcessStartInfo("setpriv", [$"--reuid={ids.User}", $"--regid={ids.Group}", "--clear-groups", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = workingDirectory;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    /// <summary>Makes a file or folder of ours this account's own.</summary>
    public async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (SwitchTo is { } ids)
        {
            var result = await new ProcessStartInfo("chown", [$"{ids.User}:{ids.Group}", path]).RunAsync(cancellationToken);
            result.ThrowIfFailed($"{path} could not be given to {Name}");
        }
    }

    internal sealed record Ids(string User, string Group);
}
