using AuthServer.Core.Clients;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Authorization;

/// <summary>An authorization request whose client is known, as the checks see it.</summary>
internal sealed class AuthorizationDraft(ClientRegistration client, IReadOnlyDictionary<string, string> parameters)
{
    public ClientRegistration Client => client;

    public IReadOnlyDictionary<string, string> Values => parameters;

    public IReadOnlySet<string> Prompts { get; } =
        parameters.GetValueOrDefault(Parameters.Prompt)?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) ?? [];

    public string? this[string name] => parameters.GetValueOrDefault(name);

    public int Length(string name) => this[name]?.Length ?? 0;

    /// <summary>Where answers go, or null when the client has not registered what the request names: then nothing is ever sent there.</summary>
    public ReturnAddress? FindReturnAddress()
    {
        var registered = client.Metadata.RedirectUris;
        var uri = this[Parameters.RedirectUri] switch
        {
            // RFC 6749 §3.1.2.3: may be left out when there is only one; never for OpenID Connect (OIDC Core §3.1.2.1).
            null => registered.Length == 1 && !AsksForOpenId ? registered[0] : null,
            var presented => registered.Any(known => RedirectUri.Matches(known, presented)) ? presented : null,
        };
        return uri is null ? null : new ReturnAddress(uri, Mode(this[Parameters.ResponseMode]), this[Parameters.State]);
    }

    private bool AsksForOpenId => this[Parameters.Scope]?.Split(' ').Contains(ScopeNames.OpenId, StringComparer.Ordinal) ?? client.DefaultScopes.Contains(ScopeNames.OpenId);

    private static ResponseMode Mode(string? name) => name == "form_post" ? ResponseMode.FormPost : ResponseMode.Query;
}
