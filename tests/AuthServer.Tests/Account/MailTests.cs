using System.Net;
using AuthServer.Account;
using AuthServer.Email;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Account;

/// <summary>What strangers can do with the pages that send mails.</summary>
public sealed class MailTests(AccountServer server, PostgreSqlFixture postgreSql) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task A_mail_that_cannot_be_sent_ends_neither_the_mails_of_others_nor_the_server()
    {
        var (user, other) = (await server.Host.CreateUserAsync(), await server.Host.CreateUserAsync());
        server.Mail.Refuse(user.Email!);
        using var browser = server.NewBrowser();
        await AskAsync(browser, user.Email!);
        await AskAsync(browser, other.Email!);
        (await server.Mail.WaitForAsync(other.Email!)).Link.Should().Contain(AccountPaths.ResetPassword);
        (await browser.SignInAtAsync(user)).IsSignedIn().Should().BeTrue();
    }

    [Theory]
    [InlineData(".first@b.example")]
    [InlineData("some..body@b.example")]
    [InlineData("Somebody <x@b.example>")]
    public async Task An_address_that_no_mail_can_be_sent_to_is_answered_the_same_and_gets_no_account(string address)
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var page = await browser.SendAsync(
            await browser.GoToAsync(AccountPaths.Register), "Input.Email", ("Input.Email", address), ("Input.Password", AuthServerHost.Password));
        page.Html.Should().Contain("Look into your mail");

        // One after the other: when this one's mail is there, the one before has been looked into.
        await AskAsync(browser, user.Email!);
        await server.Mail.WaitForAsync(user.Email!);
        server.Mail.To(address).Should().BeEmpty();
        (await server.Database.ReadAsync("SELECT 1 FROM users WHERE email = @email", row => row.GetInt32(0), ("email", address))).Should().BeEmpty();
    }

    [Fact]
    public async Task One_network_asks_for_so_many_mails_and_no_more_from_whichever_page()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(
            database, new HostSettings { Services = services => services.AddSingleton<IEmailTransport>(new SentMail()) });
        using var browser = new ProgrammaticBrowser(host.Issuer);
        var form = await browser.GoToAsync(AccountPaths.ForgotPassword);
        for (var times = 0; times < MailLimit.OfNetwork; times++)
        {
            (await browser.SendAsync(form, "Input.Email", ("Input.Email", $"nobody-{times}@example.com"))).Status.Should().Be(HttpStatusCode.OK);
        }

        (await browser.SendAsync(form, "Input.Email", ("Input.Email", "nobody@example.com"))).Status.Should().Be(HttpStatusCode.TooManyRequests);
        var other = await browser.GoToAsync(AccountPaths.ResendConfirmation);
        (await browser.SendAsync(other, "Input.Email", ("Input.Email", "nobody@example.com"))).Status.Should().Be(HttpStatusCode.TooManyRequests);
    }

    private static async Task AskAsync(ProgrammaticBrowser browser, string address) =>
        await browser.SendAsync(await browser.GoToAsync(AccountPaths.ForgotPassword), "Input.Email", ("Input.Email", address));
}
