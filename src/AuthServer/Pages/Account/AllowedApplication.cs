namespace AuthServer.Pages.Account;

/// <summary>An application that the user has allowed something.</summary>
/// <param name="Scopes">What it may do, in words.</param>
public sealed record AllowedApplication(string ClientId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset AllowedAt);
