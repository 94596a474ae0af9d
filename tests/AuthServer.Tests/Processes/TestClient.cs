namespace AuthServer.Tests.Processes;

/// <summary>A client that every <see cref="ServerProcess"/> declares.</summary>
internal sealed record TestClient(string Id, string? Secret, string? RetryWindow)
{
    public const string Scope = "openid offline_access api";

    /// <summary>With the retry window that public clients have when nothing is said.</summary>
    public static readonly TestClient Public = new("process-public", Secret: null, RetryWindow: null);

    /// <summary>With the retry window that confidential clients have when nothing is said. It may introspect.</summary>
    public static readonly TestClient Confidential = new("process-confidential", "a secret of the process tests", RetryWindow: null);

    /// <summary>Every refresh token once and never again. It may introspect.</summary>
    public static readonly TestClient Strict = new("process-strict", "another secret of the process tests", RetryWindow: "0");

    public static readonly IReadOnlyList<TestClient> All = [Public, Confidential, Strict];

    public IEnumerable<KeyValuePair<string, string>> Declaration(string section)
    {
        yield return new($"{section}__Id", Id);
        yield return new($"{section}__Type", Secret is null ? "Public" : "Confidential");
        yield return new($"{section}__GrantTypes__0", "password");
        yield return new($"{section}__GrantTypes__1", "refresh_token");
        yield return new($"{section}__MayIntrospect", Secret is null ? "false" : "true");
        foreach (var (index, scope) in Scope.Split(' ').Index())
        {
            yield return new($"{section}__Scopes__{index}", scope);
        }

        if (Secret is not null)
        {
            yield return new($"{section}__Secret", Secret);
        }

        if (RetryWindow is not null)
        {
            yield return new($"{section}__RetryWindow", RetryWindow);
        }
    }
}
