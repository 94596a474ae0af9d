using System.Threading.Channels;
using AuthServer.Client.AspNetCore.BackChannel;

namespace AuthServer.Client.AspNetCore.Tests.Hosting;

/// <summary>What the server has told the application.</summary>
internal sealed class LogoutNotices : ILogoutListener
{
    private readonly Channel<LogoutNotice> _notices = Channel.CreateUnbounded<LogoutNotice>();

    public ValueTask<LogoutNotice> NextAsync(CancellationToken cancellationToken) => _notices.Reader.ReadAsync(cancellationToken);

    public int Waiting => _notices.Reader.Count;

    public Task LoggedOutAsync(LogoutNotice notice, CancellationToken cancellationToken) => _notices.Writer.WriteAsync(notice, cancellationToken).AsTask();
}
