using AuthServer.Core.Results;

namespace AuthServer.Core.Sessions;

/// <summary>What a presented refresh token means for the session as it stands.</summary>
public abstract record SessionVerdict
{
    private SessionVerdict()
    {
    }

    /// <summary>The current token: rotate.</summary>
    public sealed record Rotate : SessionVerdict;

    /// <summary>The predecessor, because its answer was lost or tabs raced: the same successor again.</summary>
    public sealed record Retry : SessionVerdict;

    /// <summary>Refused; the session is untouched. <paramref name="AuditEvent"/> names what is worth a record.</summary>
    public sealed record Refuse(OAuthError Error, string? AuditEvent = null) : SessionVerdict;

    /// <summary>Refused, and the session ends for <paramref name="Reason"/>. The end commits although the request is refused.</summary>
    public sealed record RefuseAndEnd(OAuthError Error, EndReason Reason) : SessionVerdict;

    /// <summary>The client was authenticated by a registration that has changed since: authenticate again.</summary>
    public sealed record ClientChanged : SessionVerdict;
}
