using AuthServer.Client.Requests;
using AuthServer.Client.Telemetry;
using AuthServer.Client.Tokens;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.SignIns;

/// <summary>Begins the session of a user. What was granted is in the <see cref="TokenSession"/> when a sign-in returns.</summary>
public sealed class AuthServerSignIn
{
    private readonly TokenSessions _sessions;

    internal AuthServerSignIn(TokenSessions sessions) => _sessions = sessions;

    /// <summary>With name and password (RFC 6749 §4.3), for the operator's own applications: the password passes through them.</summary>
    public async Task<SignInOutcome> WithPasswordAsync(string userName, string password, string? client = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(password);

        var context = _sessions.Context(client);
        var form = new List<KeyValuePair<string, string>>
        {
            new(Parameters.GrantType, GrantTypes.Password),
            new(Parameters.Username, userName),
            new(Parameters.Password, password),
        };
        RenewalForm.Add(form, Parameters.Scope, context.Options.Scope);
        RenewalForm.Add(form, Parameters.Resource, context.Options.Resource);
        using var key = KeyFor(context);
        return await BeginAsync(context, "password", form, key, check: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>With the system's browser (RFC 8252), where the user signs in at the server; what is registered is <c>http://127.0.0.1/callback</c>.</summary>
    public Task<SignInOutcome> WithBrowserAsync(BrowserPrompt? prompt = null, string? client = null, CancellationToken cancellationToken = default) =>
        BrowserSignIn.RunAsync(_sessions.Context(client), prompt ?? new BrowserPrompt(), cancellationToken);

    /// <summary>With another device (RFC 8628), for one without a browser or a keyboard.</summary>
    /// <param name="showAsync">Shows the user where to go and what to type there.</param>
    public Task<SignInOutcome> WithDeviceCodeAsync(Func<DevicePrompt, CancellationToken, Task> showAsync, string? client = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(showAsync);
        return DeviceSignIn.RunAsync(_sessions.Context(client), showAsync, cancellationToken);
    }

    internal static SigningKey? KeyFor(ClientContext context) => context.Options.UseDpop ? SigningKey.Generate(JwsAlgorithm.ES256) : null;

    /// <summary>Asks once for the tokens of a sign-in, and begins the session with them.</summary>
    /// <param name="check">What is wrong with the answer; null when nothing is.</param>
    internal static async Task<SignInOutcome> BeginAsync(
        ClientContext context, string way, List<KeyValuePair<string, string>> form, SigningKey? key, Func<TokenGrant, string?>? check, CancellationToken cancellationToken)
    {
        switch (await context.TokenEndpoint.SendAsync(form, key, cancellationToken).ConfigureAwait(false))
        {
            case TokenAnswer.Granted { Grant: var grant }:
                if (check?.Invoke(grant) is { } problem)
                {
                    return new SignInOutcome.Unavailable(problem);
                }

                await context.Session.BeginAsync(grant, key, cancellationToken).ConfigureAwait(false);
                ClientLog.SignedIn(context.Surroundings.Logger, way);
                return new SignInOutcome.SignedIn(grant.Scope, grant.IdToken);
            case TokenAnswer.Refused { Refusal: { Error: ErrorCodes.AuthorizationPending or ErrorCodes.SlowDown } notYet }:
                return new SignInOutcome.Refused(notYet);
            case TokenAnswer.Refused refused:
                ClientLog.SignInRefused(context.Surroundings.Logger, way, refused.Refusal.Error);
                return new SignInOutcome.Refused(refused.Refusal);
            case TokenAnswer.Unavailable unavailable:
                return new SignInOutcome.Unavailable(unavailable.Problem, unavailable.RetryAfter, unavailable.Exception);
            default:
                throw new InvalidOperationException("An answer is granted, refused or wanting.");
        }
    }
}
