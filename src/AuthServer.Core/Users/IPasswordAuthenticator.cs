using AuthServer.Core.Sessions;

namespace AuthServer.Core.Users;

/// <summary>Checks a user's name and password.</summary>
public interface IPasswordAuthenticator
{
    /// <summary>
    /// Costs one password hash whoever is asked for, counts failures towards lock-out by one atomic update, and never says to the caller which check failed.
    /// </summary>
    Task<PasswordOutcome> AuthenticateAsync(string userName, string password, Caller caller, CancellationToken cancellationToken);
}
