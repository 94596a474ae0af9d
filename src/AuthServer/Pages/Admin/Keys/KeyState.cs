namespace AuthServer.Pages.Admin.Keys;

/// <summary>What a signing key is there for.</summary>
internal enum KeyState
{
    /// <summary>Published, so that every API knows it when it begins to sign.</summary>
    Next,

    Signs,

    /// <summary>Signs no more; tokens that it has signed may still be valid.</summary>
    Published,
}
