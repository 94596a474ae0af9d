using System.Data.Common;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Relational;
using AuthServer.Protocol.OAuth;

namespace AuthServer.EntityFrameworkCore.Sessions;

/// <summary>
/// The one shape in which every session statement returns a row: the session (<c>s</c>), its user (<c>u</c>), its client (<c>c</c>) and the database's clock.
/// An owner that no longer exists reads as disabled.
/// </summary>
internal static class SessionColumns
{
    private const string Owners = """
        COALESCE(u.epoch, 0), u.epoch_reason, u.disabled, COALESCE(u.claims, ''), COALESCE(c.epoch, 0), c.epoch_reason, c.disabled, COALESCE(c.version, 0)
        """;

    /// <summary>The select list, with the session's columns under <paramref name="session"/>.</summary>
    public static string List(string session, string now) => $"""
        {session}.id, {session}.user_id, {session}.user_epoch, {session}.client_id, {session}.client_epoch, {session}.sign_in_id,
            {session}.scopes, {session}.audiences, {session}.created_at, {session}.authenticated_at, {session}.acr, {session}.amr, {session}.generation, {session}.token_hash,
            {session}.predecessor_hash, {session}.salt, {session}.key_id, {session}.rotated_at, {session}.retries, {session}.retry_streak,
            {session}.foreign_retry, {session}.idle_expires_at, {session}.absolute_expires_at, {session}.proof_key_thumbprint,
            {session}.ended_at, {session}.end_reason,
            {Owners}, {now}
        """;

    public static SessionSnapshot Read(DbDataReader reader, int first = 0)
    {
        var next = first;
        var session = new Session
        {
            Id = new SessionId(reader.GetGuid(next++)),
            UserId = new UserId(reader.GetGuid(next++)),
            UserEpoch = reader.GetInt32(next++),
            ClientId = new ClientId(reader.GetString(next++)),
            ClientEpoch = reader.GetInt32(next++),
            SignInId = reader.Id(next++) is { } signIn ? new SignInId(signIn) : null,
            Scopes = ScopeSet.FromStored(reader.GetString(next++)),
            Audiences = ScopeSet.FromStored(reader.GetString(next++)),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(next++),
            AuthenticatedAt = reader.GetFieldValue<DateTimeOffset>(next++),
            Acr = reader.GetString(next++),
            Amr = reader.GetString(next++),
            Generation = (uint)reader.GetInt64(next++),
            TokenHash = Hash(reader, next++),
            PredecessorHash = Hash(reader, next++),
            Salt = reader.Bytes(next++) ?? [],
            KeyId = (byte)reader.GetInt16(next++),
            RotatedAt = reader.GetFieldValue<DateTimeOffset>(next++),
            Retries = reader.GetInt32(next++),
            RetryStreak = reader.GetInt32(next++),
            ForeignRetry = reader.GetBoolean(next++),
            IdleExpiresAt = reader.GetFieldValue<DateTimeOffset>(next++),
            AbsoluteExpiresAt = reader.GetFieldValue<DateTimeOffset>(next++),
            ProofKeyThumbprint = reader.Text(next++),
            EndedAt = reader.Instant(next++),
            EndReason = reader.Reason(next++),
        };

        var user = reader.Owner(next);
        var claims = UserClaims.FromStored(reader.GetString(next + 3));
        var client = reader.Owner(next + 4);
        return new SessionSnapshot(session, user, client, claims, reader.GetInt32(next + 7), reader.GetFieldValue<DateTimeOffset>(next + 8));
    }

    private static TokenHash? Hash(DbDataReader reader, int column) => reader.Bytes(column) is { } bytes ? TokenHash.FromStored(bytes) : null;
}
