using System.Net.Mail;
using AuthServer.Configuration;
using AuthServer.Email;
using AuthServer.EntityFrameworkCore.Users;
using FluentAssertions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Tests.Email;

public sealed class SmtpTransportTests
{
    [Fact]
    public async Task A_mail_reaches_the_mail_server_with_its_link()
    {
        await using var server = new MailServer();
        var options = Settings(server, useTls: false);
        const string Link = "https://login.example.com/account/confirm-email?user=1&token=abc";

        await new AccountEmails(new SmtpTransport(options), options).SendConfirmationLinkAsync(new AuthUser(), "new@example.com", Link);

        server.Commands.Should().Contain("MAIL FROM:<login@example.com>").And.Contain("RCPT TO:<new@example.com>");
        var text = server.Message.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        text.Should().Contain("Subject: Example: Confirm your e-mail address").And.Contain(Link).And.Contain("2 hours");
    }

    [Fact]
    public async Task Nothing_is_said_to_a_mail_server_that_cannot_turn_to_TLS_where_TLS_is_required()
    {
        await using var server = new MailServer();
        var options = Settings(server, useTls: true);
        var send = () => new SmtpTransport(options).SendAsync(new EmailMessage("new@example.com", "s", "t", "l"), CancellationToken.None);
        await send.Should().ThrowAsync<SmtpException>();
        server.Commands.Should().NotContain(command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    private static IOptions<AuthServerOptions> Settings(MailServer server, bool useTls) => Options.Create(new AuthServerOptions
    {
        Issuer = "https://login.example.com",
        Account = { ProductName = "Example" },
        Email = { Host = "127.0.0.1", Port = server.Port, From = "Example Login <login@example.com>", UseTls = useTls },
    });
}
