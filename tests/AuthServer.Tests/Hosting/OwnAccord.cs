namespace AuthServer.Tests.Hosting;

/// <summary>What a server does now and then by itself, whatever it is asked: looking for incidents and logout messages, counting, marking what has expired, deleting.</summary>
internal static class OwnAccord
{
    private static readonly string[] Parts =
        ["FROM incidents WHERE state", "logout_deliveries AS d", "INTO leases", "INTO activity_counts", "WITH t AS MATERIALIZED (SELECT", "SELECT id, session_idle_lifetime FROM clients"];

    public static bool Explains(string statement) => Parts.Any(part => statement.Contains(part, StringComparison.Ordinal));
}
