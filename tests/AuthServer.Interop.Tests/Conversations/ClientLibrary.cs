namespace AuthServer.Interop.Tests.Conversations;

/// <summary>Somebody else's client, which a script in <c>tests/interop</c> makes play scenarios.</summary>
internal sealed record ClientLibrary(string Name, string Program, string Script)
{
    // Debian's own Python, because another one may come first in PATH and not see Debian's packages.
    private const string Python = "/usr/bin/python3";

    public static readonly IReadOnlyList<ClientLibrary> All =
    [
        new("openid-client", "node", "openid-client/index.mjs"),
        new("oauth4webapi", "node", "oauth4webapi/index.mjs"),
        new("authlib", Python, "python/authlib_client.py"),
        new("requests-oauthlib", Python, "python/requests_oauthlib_client.py"),
    ];

    public static ClientLibrary Find(string name) => All.Single(library => library.Name == name);
}
