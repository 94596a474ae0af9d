namespace AuthServer.Validation.Scopes;

/// <summary>A feature of a request that was found to lack scopes: what its challenge asks for (RFC 6750 §3).</summary>
internal sealed class MissingScopes
{
    private readonly List<string> _scopes = [];

    public void Add(string scope)
    {
        if (!_scopes.Contains(scope, StringComparer.Ordinal))
        {
            _scopes.Add(scope);
        }
    }

    public override string ToString() => string.Join(' ', _scopes);
}
