using System.Diagnostics;

namespace AuthServer.Client.SignIns;

/// <summary>The browser that the user has chosen for the system.</summary>
public static class SystemBrowser
{
    public static Task OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);

        // Without a shell in between: nothing in the address is read as a command.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri]);
        using var started = Process.Start(start);
        return Task.CompletedTask;
    }
}
