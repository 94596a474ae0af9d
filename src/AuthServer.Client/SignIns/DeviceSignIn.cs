using AuthServer.Client.Discovery;
using AuthServer.Client.Requests;
using AuthServer.Client.Telemetry;
using AuthServer.Client.Tokens;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.SignIns;

/// <summary>
/// Device authorization (RFC 8628): shows a code, and asks at the server's pace whether the user has allowed it. A request that fails on the way slows it down
/// (§3.5) and ends nothing.
/// </summary>
internal static class DeviceSignIn
{
    private const string Way = "device";
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    public static async Task<SignInOutcome> RunAsync(ClientContext context, Func<DevicePrompt, CancellationToken, Task> showAsync, CancellationToken cancellationToken)
    {
        if (await context.Directory.GetAsync(cancellationToken).ConfigureAwait(false) is not Discovered.Found { Metadata.DeviceEndpoint: { } endpoint })
        {
            return new SignInOutcome.Unavailable("the server's device endpoint is not known");
        }

        var ask = new List<KeyValuePair<string, string>>();
        RenewalForm.Add(ask, Parameters.Scope, context.Options.Scope);
        RenewalForm.Add(ask, Parameters.Resource, context.Options.Resource);
        switch (await context.Endpoint.PostAsync(endpoint, ask, proofKey: null, cancellationToken).ConfigureAwait(false))
        {
            case ServerReply.Answered reply when DeviceGrant.Read(reply) is { } grant:
                await showAsync(grant.Prompt, cancellationToken).ConfigureAwait(false);
                return await PollAsync(context, grant, cancellationToken).ConfigureAwait(false);
            case ServerReply.Answered reply when TokenAnswerReader.Read(reply.Status, reply.Body, reply.SentAt, reply.RetryAfter) is TokenAnswer.Refused refused:
                ClientLog.SignInRefused(context.Surroundings.Logger, Way, refused.Refusal.Error);
                return new SignInOutcome.Refused(refused.Refusal);
            case ServerReply.Answered reply:
                return new SignInOutcome.Unavailable($"the server answered with status {(int)reply.Status}", reply.RetryAfter);
            case ServerReply.Lost lost:
                return new SignInOutcome.Unavailable(lost.Problem, Exception: lost.Exception);
            default:
                throw new InvalidOperationException("A reply is answered or lost.");
        }
    }

    private static async Task<SignInOutcome> PollAsync(ClientContext context, DeviceGrant grant, CancellationToken cancellationToken)
    {
        var time = context.Surroundings.Time;
        var began = time.GetTimestamp();
        var interval = grant.Interval ?? UsualInterval;
        using var key = AuthServerSignIn.KeyFor(context);
        List<KeyValuePair<string, string>> form = [new(Parameters.GrantType, GrantTypes.DeviceCode), new(Parameters.DeviceCode, grant.DeviceCode)];
        RenewalForm.Add(form, Parameters.Resource, context.Options.Resource);
        while (true)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            switch (await AuthServerSignIn.BeginAsync(context, Way, form, key, check: null, cancellationToken).ConfigureAwait(false))
            {
                case SignInOutcome.Refused { Refusal.Error: ErrorCodes.AuthorizationPending }:
                    break;
                case SignInOutcome.Refused { Refusal.Error: ErrorCodes.SlowDown }:
                    interval += Step;
                    break;
                case SignInOutcome.Unavailable unavailable:
                    interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval;
                    interval = unavailable.RetryAfter is { } wish && wish > interval ? wish : interval;
                    break;
                case var decided:
                    return decided;
            }

            if (time.GetElapsedTime(began) >= grant.Prompt.ExpiresIn)
            {
                return new SignInOutcome.Refused(new OAuthRefusal(ErrorCodes.ExpiredToken));
            }
        }
    }
}
