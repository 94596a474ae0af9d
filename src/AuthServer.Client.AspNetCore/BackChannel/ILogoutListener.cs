namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>
/// What an application does when the server says that a session has ended: drop what it keeps for it, tell its pages. Any number can be registered. The cookie needs
/// nothing of it: the server refuses its token from then on. A notice may come more than once.
/// </summary>
public interface ILogoutListener
{
    Task LoggedOutAsync(LogoutNotice notice, CancellationToken cancellationToken);
}
