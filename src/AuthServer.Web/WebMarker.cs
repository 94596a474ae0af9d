namespace AuthServer.Web;

/// <summary>Names this host for tests, since several hosts have a <c>Program</c>; and holds what is fixed about it.</summary>
public sealed class WebMarker
{
    internal const string DevelopmentUrl = "http://localhost:5002";
}
