using System.Data.Common;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;

namespace AuthServer.EntityFrameworkCore.SignIns;

/// <summary>
/// The one shape in which every statement returns a sign-in: its row, its user (<c>u</c>) and the database's clock. A user who no longer exists reads as disabled.
/// </summary>
internal static class SignInColumns
{
    /// <summary>The select list, with the sign-in's columns under <paramref name="signIn"/>.</summary>
    public static string List(string signIn, string now) => $"""
        {signIn}.id, {signIn}.user_id, {signIn}.user_epoch, {signIn}.created_at, {signIn}.authenticated_at, {signIn}.acr, {signIn}.amr,
            {signIn}.expires_at, {signIn}.last_seen_at, {signIn}.ended_at, {signIn}.end_reason,
            COALESCE(u.epoch, 0), u.epoch_reason, u.disabled, COALESCE(u.claims, ''), {now}
        """;

    public static SignInSnapshot Read(DbDataReader reader)
    {
        var next = 0;
        var signIn = new SignIn
        {
            Id = new SignInId(reader.GetGuid(next++)),
            UserId = new UserId(reader.GetGuid(next++)),
            UserEpoch = reader.GetInt32(next++),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(next++),
            AuthenticatedAt = reader.GetFieldValue<DateTimeOffset>(next++),
            Acr = reader.GetString(next++),
            Amr = reader.GetString(next++),
            ExpiresAt = reader.GetFieldValue<DateTimeOffset>(next++),
            LastSeenAt = reader.GetFieldValue<DateTimeOffset>(next++),
            EndedAt = reader.Instant(next++),
            EndReason = reader.Reason(next++),
        };
        var claims = UserClaims.FromStored(reader.GetString(next + 3));
        return new SignInSnapshot(signIn, reader.Owner(next), claims, reader.GetFieldValue<DateTimeOffset>(next + 4));
    }
}
