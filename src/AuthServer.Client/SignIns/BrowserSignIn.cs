using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using AuthServer.Client.Telemetry;
using AuthServer.Client.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.SignIns;

/// <summary>The authorization code with PKCE for native applications (RFC 8252, RFC 7636), with <c>state</c> and <c>iss</c> checked before the code is used.</summary>
internal static class BrowserSignIn
{
    private const string Way = "browser";
    private const int RandomLength = 32;

    public static async Task<SignInOutcome> RunAsync(ClientContext context, BrowserPrompt prompt, CancellationToken cancellationToken)
    {
        if (await context.Directory.GetAsync(cancellationToken).ConfigureAwait(false) is not Discovered.Found { Metadata: { AuthorizationEndpoint: { } endpoint } metadata })
        {
            return new SignInOutcome.Unavailable("the server's authorization endpoint is not known");
        }

        using var key = AuthServerSignIn.KeyFor(context);
        var (state, nonce, verifier) = (NewRandom(), NewRandom(), NewRandom());
        using var listener = new LoopbackListener(prompt.CallbackPath, prompt.DoneText);
        var address = new UriBuilder(endpoint) { Query = Query(endpoint, context, prompt, listener.RedirectUri, state, nonce, verifier, key?.PublicKey.Thumbprint()) }.Uri;

        using var timeout = new CancellationTokenSource(prompt.Timeout, context.Surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        IReadOnlyDictionary<string, string> answer;
        try
        {
            await prompt.OpenAsync(address, either.Token).ConfigureAwait(false);
            answer = await listener.WaitAsync(parameters => IsOurs(parameters, state), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SignInOutcome.Unavailable("the user did not come back from the browser in time");
        }

        // RFC 9207 §2.4: an answer of another server, or of none, is not used, be it a code or an error.
        if (!(answer.TryGetValue(Parameters.Issuer, out var issuer) ? issuer == metadata.Issuer : !metadata.NamesItself))
        {
            return new SignInOutcome.Unavailable("the answer came from another server");
        }

        if (answer.TryGetValue(Parameters.Error, out var error))
        {
            ClientLog.SignInRefused(context.Surroundings.Logger, Way, error);
            return new SignInOutcome.Refused(new OAuthRefusal(error, answer.GetValueOrDefault(Parameters.ErrorDescription)));
        }

        var form = new List<KeyValuePair<string, string>>
        {
            new(Parameters.GrantType, GrantTypes.AuthorizationCode),
            new(Parameters.Code, answer.GetValueOrDefault(Parameters.Code) ?? ""),
            new(Parameters.RedirectUri, listener.RedirectUri),
            new(Parameters.CodeVerifier, verifier),
        };
        RenewalForm.Add(form, Parameters.Resource, context.Options.Resource);
        return await AuthServerSignIn.BeginAsync(
            context, Way, form, key, grant => IdTokenCheck.ProblemOf(grant.IdToken, metadata.Issuer, context.Options.ClientId, nonce), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOurs(IReadOnlyDictionary<string, string> parameters, string state) =>
        parameters.TryGetValue(Parameters.State, out var presented)
        && string.Equals(presented, state, StringComparison.Ordinal)
        && (parameters.ContainsKey(Parameters.Code) || parameters.ContainsKey(Parameters.Error));

    private static string Query(
        Uri endpoint, ClientContext context, BrowserPrompt prompt, string redirectUri, string state, string nonce, string verifier, string? keyThumbprint)
    {
        var parameters = new List<KeyValuePair<string, string>>
        {
            new(Parameters.ResponseType, "code"),
            new(Parameters.ClientId, context.Options.ClientId),
            new(Parameters.RedirectUri, redirectUri),
            new(Parameters.State, state),
            new(Parameters.Nonce, nonce),
            new(Parameters.CodeChallenge, Pkce.ChallengeOf(verifier)),
            new(Parameters.CodeChallengeMethod, Pkce.S256),
        };
        RenewalForm.Add(parameters, Parameters.Scope, context.Options.Scope);
        RenewalForm.Add(parameters, Parameters.Resource, context.Options.Resource);

        // RFC 9449 §10: the code is of no use to whoever has not the key.
        RenewalForm.Add(parameters, Parameters.DpopKeyThumbprint, keyThumbprint);
        parameters.AddRange(prompt.Parameters);
        return $"{endpoint.Query.TrimStart('?')}&{QueryText.Write(parameters)}".TrimStart('&');
    }

    private static string NewRandom() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomLength));
}
