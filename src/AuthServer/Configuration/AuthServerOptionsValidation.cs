using System.Net;
using AuthServer.Core.Keys;
using AuthServer.Core.Tokens;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace AuthServer.Configuration;

/// <summary>Stops the start at a wrong or dangerous setting, naming the key, the reason and the remedy.</summary>
public sealed class AuthServerOptionsValidation(IHostEnvironment environment) : IValidateOptions<AuthServerOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthServerOptions options)
    {
        var refusals = Issuer(options)
            .Concat(MasterKeys(options))
            .Concat(Lifetimes(options))
            .Concat(SigningKeys(options.SigningKeys))
            .Concat(Proxies(options))
            .Concat(options.Clients.SelectMany((client, index) => ClientDeclarationValidation.Refusals(client, $"AuthServer:Clients:{index}", options, environment.IsDevelopment())))
            .Concat(ClientCertificateValidation.Refusals(options))
            .Concat(Repeated(options))
            .Concat(AccountSettingsValidation.Refusals(options, environment.IsDevelopment()))
            .Concat(HistorySettingsValidation.Refusals(options.History))
            .Concat(Development(options))
            .ToList();
        return refusals.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(refusals);
    }

    private IEnumerable<string> Issuer(AuthServerOptions options)
    {
        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Query.Length > 0 || issuer.Fragment.Length > 0)
        {
            yield return "AuthServer:Issuer must be an absolute address without query and fragment (RFC 8414 §2), such as https://login.example.com.";
        }
        else if (issuer.Scheme != Uri.UriSchemeHttps && !(environment.IsDevelopment() && issuer.IsLoopback))
        {
            yield return "AuthServer:Issuer must be https; plain http is for a loopback address with ASPNETCORE_ENVIRONMENT=Development.";
        }
        else if (issuer.AbsolutePath.Length > 1)
        {
            yield return "AuthServer:Issuer must have no path: this server is at the root of its host, and so are its well-known addresses (RFC 8414 §3).";
        }
        else if (options.Issuer.EndsWith('/'))
        {
            yield return "AuthServer:Issuer must not end in '/': clients compare it with their own setting character by character.";
        }
    }

    private IEnumerable<string> MasterKeys(AuthServerOptions options)
    {
        if (options.MasterKey is null && options.MasterKeyFile is null && !environment.IsDevelopment())
        {
            yield return "AuthServer:MasterKeyFile must name a file with a line 'id:base64', the base64 of 32 random bytes. "
                + "Make one with: (umask 077; echo \"1:$(openssl rand -base64 32)\" > master.key). Without it the database alone could not be protected.";
        }

        if (options.MasterKey is not null && options.MasterKeyFile is not null)
        {
            yield return "AuthServer:MasterKey and AuthServer:MasterKeyFile are both set; keep one.";
        }
    }

    private static IEnumerable<string> Lifetimes(AuthServerOptions options)
    {
        if (options.Tokens.MaximumAccessTokenLifetime <= TimeSpan.Zero || options.Tokens.MaximumAccessTokenLifetime > TokenOptions.Ceiling)
        {
            yield return "AuthServer:Tokens:MaximumAccessTokenLifetime must be more than zero and at most a day.";
        }

        if (options.Tokens.AccessTokenLifetime <= TimeSpan.Zero || options.Tokens.AccessTokenLifetime > options.Tokens.MaximumAccessTokenLifetime)
        {
            yield return "AuthServer:Tokens:AccessTokenLifetime must be more than zero and at most AuthServer:Tokens:MaximumAccessTokenLifetime.";
        }

        if (options.Sessions.IdleLifetime <= TimeSpan.Zero || options.Sessions.AbsoluteLifetime < options.Sessions.IdleLifetime)
        {
            yield return "AuthServer:Sessions:IdleLifetime must be more than zero, and AbsoluteLifetime not less than it.";
        }
    }

    private static IEnumerable<string> SigningKeys(SigningKeyOptions options)
    {
        foreach (var unknown in options.Algorithms.Where(name => JwsAlgorithm.Find(name) is null))
        {
            yield return $"AuthServer:SigningKeys:Algorithms: '{unknown}' is not one of {string.Join(", ", JwsAlgorithm.All)}.";
        }

        if (options.ReloadInterval < TimeSpan.FromSeconds(1) || options.ReloadInterval > TimeSpan.FromHours(1))
        {
            yield return "AuthServer:SigningKeys:ReloadInterval must be from a second to an hour.";
        }

        if (options.PublishAhead < options.ReloadInterval * 2 || options.Lifetime < options.PublishAhead * 2)
        {
            yield return "AuthServer:SigningKeys: PublishAhead must be at least twice ReloadInterval, so that every node has a key before it signs, "
                + "and Lifetime at least twice PublishAhead.";
        }
    }

    private static IEnumerable<string> Proxies(AuthServerOptions options) =>
        options.Proxies.Where(proxy => !IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _))
            .Select(proxy => $"AuthServer:Proxies: '{proxy}' is neither an IP address nor a network such as 10.0.0.0/8.");

    private static IEnumerable<string> Repeated(AuthServerOptions options) =>
        options.Clients.GroupBy(client => client.Id, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"AuthServer:Clients declares '{group.Key}' more than once.");

    private IEnumerable<string> Development(AuthServerOptions options)
    {
        if (options.Users.Count > 0 && !environment.IsDevelopment())
        {
            yield return "AuthServer:Users declares users with passwords, which is for ASPNETCORE_ENVIRONMENT=Development alone. Remove it.";
        }

        if (options.Bootstrap.AdminUserName.Length > 0 && string.IsNullOrEmpty(options.Bootstrap.AdminPassword) && !environment.IsDevelopment())
        {
            yield return "AuthServer:Bootstrap:AdminPassword must be set with AdminUserName outside Development, where no made-up password is printed.";
        }
    }
}
