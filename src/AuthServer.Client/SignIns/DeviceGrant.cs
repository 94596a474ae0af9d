using System.Net;
using AuthServer.Client.Requests;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Client.SignIns;

/// <summary>The answer of the device authorization endpoint (RFC 8628 §3.2).</summary>
/// <param name="Interval">How long to wait between two requests; null when the server does not say.</param>
internal sealed record DeviceGrant(string DeviceCode, DevicePrompt Prompt, TimeSpan? Interval)
{
    private static readonly TimeSpan AssumedLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Null when it is no such answer.</summary>
    public static DeviceGrant? Read(ServerReply.Answered reply)
    {
        if (reply.Status != HttpStatusCode.OK)
        {
            return null;
        }

        using var document = TokenAnswerReader.Parse(reply.Body);
        return document?.RootElement is { } json
            && TokenAnswerReader.Text(json, Parameters.DeviceCode) is { Length: > 0 } deviceCode
            && TokenAnswerReader.Text(json, Parameters.UserCode) is { Length: > 0 } userCode
            && Uri.TryCreate(TokenAnswerReader.Text(json, Parameters.VerificationUri), UriKind.Absolute, out var address)
            ? new DeviceGrant(
                deviceCode,
                new DevicePrompt(
                    userCode,
                    address,
                    Uri.TryCreate(TokenAnswerReader.Text(json, Parameters.VerificationUriComplete), UriKind.Absolute, out var complete) ? complete : null,
                    TokenAnswerReader.Seconds(json, Parameters.ExpiresIn) ?? AssumedLifetime),
                TokenAnswerReader.Seconds(json, Parameters.Interval))
            : null;
    }

    /// <summary>Names no code.</summary>
    public override string ToString() => nameof(DeviceGrant);
}
