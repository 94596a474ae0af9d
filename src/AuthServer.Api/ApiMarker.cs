namespace AuthServer.Api;

/// <summary>Names this host for tests, since several hosts have a <c>Program</c>; and holds what is fixed about it.</summary>
public sealed class ApiMarker
{
    internal const string DevelopmentUrl = "http://localhost:5001";

    /// <summary>Octets of the longest request body; the largest note is well below.</summary>
    internal const long LongestBody = 64 * 1024;
}
