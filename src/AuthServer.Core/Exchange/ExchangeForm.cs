using AuthServer.Core.Clients;
using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Exchange;

/// <summary>A token exchange request whose parameters fit together (RFC 8693 §2.1), by a client that may make it.</summary>
public sealed record ExchangeForm(string SubjectToken, string? ActorToken, ExchangeMode Mode)
{
    private static readonly string[] Types = [TokenTypes.AccessToken, TokenTypes.Jwt];

    private static readonly OAuthError PublicClient = new(ErrorCodes.UnauthorizedClient, "A public client cannot show who it is, and exchanges nothing.");
    private static readonly OAuthError NotAllowed = new(ErrorCodes.UnauthorizedClient, "The client may not exchange tokens in this way.");
    private static readonly OAuthError Incomplete = OAuthError.InvalidRequest("A token exchange needs subject_token and subject_token_type.");
    private static readonly OAuthError OtherSubject = OAuthError.InvalidRequest("The subject_token_type must be that of an access token or a JWT.");
    private static readonly OAuthError OtherActor = OAuthError.InvalidRequest("An actor_token comes with the actor_token_type of an access token or a JWT, and neither without the other.");
    private static readonly OAuthError OtherRequest = OAuthError.InvalidRequest("Only access tokens are issued here.");

    public static Result<ExchangeForm> Read(IReadOnlyDictionary<string, string> form, ClientRegistration client)
    {
        var (subject, actor) = (form.GetValueOrDefault(Parameters.SubjectToken), form.GetValueOrDefault(Parameters.ActorToken));
        var mode = ModeOf(client.Metadata, hasActor: actor is not null);
        return 0 switch
        {
            _ when client.Type == ClientType.Public => PublicClient,
            _ when mode is null => NotAllowed,
            _ when subject is null || !form.ContainsKey(Parameters.SubjectTokenType) => Incomplete,
            _ when !Types.Contains(form[Parameters.SubjectTokenType]) => OtherSubject,
            _ when (actor is null) == form.ContainsKey(Parameters.ActorTokenType) => OtherActor,
            _ when actor is not null && !Types.Contains(form[Parameters.ActorTokenType]) => OtherActor,
            _ when form.TryGetValue(Parameters.RequestedTokenType, out var type) && !Types.Contains(type) => OtherRequest,
            _ => new ExchangeForm(subject, actor, mode.Value),
        };
    }

    /// <summary>An actor token asks for delegation. Without one, a client that may impersonate does, and one that may only delegate is the actor itself.</summary>
    private static ExchangeMode? ModeOf(ClientMetadata client, bool hasActor) => (client, hasActor) switch
    {
        ({ MayImpersonate: true }, false) => ExchangeMode.Impersonation,
        ({ MayDelegate: true }, _) => ExchangeMode.Delegation,
        _ => null,
    };
}
