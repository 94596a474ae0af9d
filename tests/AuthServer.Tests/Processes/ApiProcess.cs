namespace AuthServer.Tests.Processes;

/// <summary>The separate API as a process, trusting one issuer, whose revocations it follows with the credentials of the development settings.</summary>
internal static class ApiProcess
{
    public static HostProcess Create(Uri issuer) => new("AuthServer.Api", "/health/live", new Dictionary<string, string>
    {
        ["AuthServer__Validation__Issuer"] = issuer.OriginalString,
        ["AuthServer__Validation__Audience"] = "api",
    });
}
