namespace AuthServer.Core.Users;

/// <summary>A user's identifier: the <c>sub</c> claim. Never reassigned (OIDC Core §2).</summary>
public readonly record struct UserId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
