using System.Buffers.Text;
using System.Text;

namespace AuthServer.Account;

/// <summary>What a link in a mail carries: whose it is, and the proof that its holder read the mail.</summary>
public sealed record UserLink(Guid UserId, string Token)
{
    public static UserLink Of(Guid userId, string token) => new(userId, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token)));

    public string Query => $"?user={UserId:N}&token={Token}";

    /// <summary>The token as Identity wrote it; empty when it is garbled.</summary>
    public string IdentityToken => Base64Url.IsValid(Token) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Token)) : "";
}
