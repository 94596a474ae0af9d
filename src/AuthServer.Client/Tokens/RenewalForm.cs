using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.Tokens;

/// <summary>What is sent to have a new token.</summary>
internal static class RenewalForm
{
    /// <summary>A refresh (RFC 6749 §6), or a grant for a client itself (§4.4), which knows no refresh token.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> For(AuthServerClientOptions options, string? refreshToken, TokenTarget target)
    {
        var form = new List<KeyValuePair<string, string>>();
        if (options.UseClientCredentials)
        {
            form.Add(new(Parameters.GrantType, GrantTypes.ClientCredentials));
            Add(form, Parameters.Scope, target.Scope ?? options.Scope);
        }
        else
        {
            form.Add(new(Parameters.GrantType, GrantTypes.RefreshToken));
            form.Add(new(Parameters.RefreshToken, refreshToken ?? throw new InvalidOperationException("There is no refresh token to renew with.")));

            // Without a scope the token has all that was granted; with one, fewer, this once.
            Add(form, Parameters.Scope, target.Scope);
        }

        Add(form, Parameters.Resource, target.Resource ?? options.Resource);
        return form;
    }

    public static void Add(List<KeyValuePair<string, string>> form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new(name, value));
        }
    }
}
