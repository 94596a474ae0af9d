using AuthServer.Client.AspNetCore.BackChannel;

namespace AuthServer.Web.Demo;

/// <summary>Notes what the server says of ended sessions.</summary>
internal sealed class LogoutJournal(Journal journal) : ILogoutListener
{
    public Task LoggedOutAsync(LogoutNotice notice, CancellationToken cancellationToken)
    {
        journal.Add(notice.SessionId ?? "", "bad", "The server told this back end that the session has ended (back-channel logout).");
        return Task.CompletedTask;
    }
}
