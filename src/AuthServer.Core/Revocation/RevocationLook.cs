namespace AuthServer.Core.Revocation;

/// <summary>Whether anything has come to the feed since a mark.</summary>
/// <param name="Mark">What to compare the next look with.</param>
public sealed record RevocationLook(bool HasNews, string Mark);
