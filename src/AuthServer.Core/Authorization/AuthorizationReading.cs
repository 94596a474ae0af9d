namespace AuthServer.Core.Authorization;

/// <summary>How the reading of an authorization request ended.</summary>
public abstract record AuthorizationReading
{
    private AuthorizationReading()
    {
    }

    public sealed record Read(AuthorizationRequest Request) : AuthorizationReading;

    public sealed record Refused(AuthorizationError Refusal) : AuthorizationReading;
}
