using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.EntityFrameworkCore;
using AuthServer.EntityFrameworkCore.Users;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Account;

/// <summary>What this server keeps of a person, for that person (GDPR articles 15 and 20). Secrets are not part of it.</summary>
internal sealed class PersonalData(AuthDbContext context, AuthUserManager users)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public async Task<byte[]> ExportAsync(AuthUser user, CancellationToken cancellationToken) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            user.Id,
            user.UserName,
            user.Email,
            user.EmailConfirmed,
            user.PhoneNumber,
            user.TwoFactorEnabled,
            Roles = await users.GetRolesAsync(user),
            Passkeys = (await users.GetPasskeysAsync(user)).Select(passkey => new { passkey.Name, passkey.CreatedAt }),
            Consents = await context.Consents.Where(consent => consent.UserId == user.Id)
                .Select(consent => new { consent.ClientId, consent.Scopes, consent.GrantedAt }).ToListAsync(cancellationToken),
            SignIns = await context.SignIns.Where(signIn => signIn.UserId == user.Id).OrderBy(signIn => signIn.CreatedAt)
                .Select(signIn => new { signIn.CreatedAt, signIn.LastSeenAt, signIn.CreatedIp, signIn.CreatedUserAgent, signIn.Amr, signIn.EndedAt, signIn.EndReason })
                .ToListAsync(cancellationToken),
            Sessions = await context.Sessions.Where(session => session.UserId == user.Id).OrderBy(session => session.CreatedAt)
                .Select(session => new
                {
                    session.ClientId,
                    session.CreatedAt,
                    session.CreatedIp,
                    session.CreatedUserAgent,
                    session.LastUsedAt,
                    session.LastIp,
                    session.LastUserAgent,
                    session.EndedAt,
                    session.EndReason,
                }).ToListAsync(cancellationToken),
        },
        Readable);
}
