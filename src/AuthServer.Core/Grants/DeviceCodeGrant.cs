using AuthServer.Core.Artefacts;
using AuthServer.Core.Devices;
using AuthServer.Core.Results;
using AuthServer.Core.Scopes;
using AuthServer.Core.SignIns;
using AuthServer.Core.Storage;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Grants;

/// <summary>
/// Device codes (RFC 8628 §3.4): the device asks until its user has answered. The code is spent by the write that opens the session; one that was spent
/// before ends the session that came of it.
/// </summary>
public sealed class DeviceCodeGrant(IDeviceCodeStore codes, SpentCodes spentCodes, ScopeDirectory scopes) : IGrant
{
    /// <summary>One answer for what is unknown, another client's, or spent: a thief learns nothing from it.</summary>
    private static readonly OAuthError InvalidCode = OAuthError.InvalidGrant("The device code is invalid or spent.");

    private static readonly OAuthError Expired = new(ErrorCodes.ExpiredToken, "The device code has expired. Start again.");
    private static readonly OAuthError Denied = new(ErrorCodes.AccessDenied, "The user did not allow it.");
    private static readonly OAuthError Pending = new(ErrorCodes.AuthorizationPending, "The user has not answered yet.");
    private static readonly OAuthError TooSoon = new(ErrorCodes.SlowDown, "The user has not answered yet. Wait five seconds longer between questions from now on.");

    public string Type => GrantTypes.DeviceCode;

    public async Task<Result<GrantDecision>> EvaluateAsync(GrantRequest request, CancellationToken cancellationToken)
    {
        if (!request.Form.TryGetValue(Parameters.DeviceCode, out var text))
        {
            return OAuthError.InvalidRequest("The device code grant needs device_code.");
        }

        // Another client's code is left alone: whoever presents it here must not be able to slow its owner down.
        var key = ArtefactKey.Of(ArtefactKind.DeviceCode, text);
        if (await codes.PollAsync(key, request.Client.Id, cancellationToken) is not { } poll)
        {
            return InvalidCode with { Detail = "an unknown code, or another client's" };
        }

        if (poll.Code.SpentAt is not null)
        {
            await spentCodes.EndSessionOfAsync(key, request.Client.Id, request.Caller);
            return InvalidCode with { Detail = "a spent code" };
        }

        var code = StoredJson.Read<DeviceCode>(poll.Code.Payload);
        return poll switch
        {
            { IsExpired: true } => Expired,
            { Code.UserId: null } => poll.TooSoon ? TooSoon : Pending,
            _ when code.Approval is null => Denied,
            _ => await OpenAsync(poll.Code, code.Approval, code.Resources, request, cancellationToken),
        };
    }

    private async Task<Result<GrantDecision>> OpenAsync(
        OneTimeArtefact kept, DeviceApproval approval, string? named, GrantRequest request, CancellationToken cancellationToken)
    {
        var granted = ScopeSet.FromStored(approval.Scopes);
        var audiences = await scopes.AudiencesOfAsync(granted, cancellationToken);
        audiences = named is null ? audiences : audiences.Intersect(ScopeSet.FromStored(named));
        if (!ResourceIndicators.Within(request.Form, audiences).TryGet(out var resources, out var error))
        {
            return error;
        }

        return new GrantDecision.OpenSession(kept.UserId!.Value, kept.UserEpoch!.Value, granted, approval.Acr, approval.Amr, InvalidCode)
        {
            AuthenticatedAt = approval.AuthenticatedAt,
            SignInId = new SignInId(approval.SignInId),
            Spends = kept.Key,
            Resources = audiences,
            RequestedResources = resources.Names,
        };
    }
}
