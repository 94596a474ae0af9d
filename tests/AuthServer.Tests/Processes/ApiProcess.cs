namespace AuthServer.Tests.Processes;

/// <summary>The separate API as a process, trusting one issuer.</summary>
internal static class ApiProcess
{
    public static HostProcess Create(Uri issuer) => new("AuthServer.Api", "/health/live", new Dictionary<string, string>
    {
        ["AuthServer__Validation__Issuer"] = issuer.OriginalString,
        ["AuthServer__Validation__Audience"] = "api",
    });
}
