using AuthServer.Core.Sessions;

namespace AuthServer.EntityFrameworkCore.Logout;

/// <summary>The part of an ending statement that lets clients be told of it (OIDC Back-Channel Logout §2.5), the same in both dialects.</summary>
internal static class LogoutMessages
{
    /// <summary>
    /// A message, due at once, for each ended session whose client listens. None when the client was disabled: it is not spoken to any more.
    /// </summary>
    /// <param name="ended">Where the ended sessions are: <c>id</c>, <c>user_id</c>, <c>client_id</c>, <c>ended_at</c>.</param>
    public static string Of(string ended) => $"""
        INSERT INTO logout_deliveries (client_id, user_id, session_id, created_at, next_attempt_at, attempts)
            SELECT e.client_id, e.user_id, e.id, e.ended_at, e.ended_at, 0
            FROM {ended} AS e JOIN clients AS c ON c.id = e.client_id
            WHERE c.back_channel_logout_uri IS NOT NULL AND @reason <> {(short)EndReason.ClientDisabled}
        """;
}
