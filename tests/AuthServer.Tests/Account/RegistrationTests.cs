using AuthServer.Account;
using AuthServer.Configuration;
using AuthServer.Testing.Browser;
using AuthServer.Testing.PostgreSql;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Account;

public sealed class RegistrationTests(AccountServer server, PostgreSqlFixture postgreSql) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task An_account_is_made_confirmed_by_mail_and_used()
    {
        var address = NewAddress();
        using var browser = server.NewBrowser();
        (await RegisterAsync(browser, address)).Html.Should().Contain("Look into your mail");
        var mail = await server.Mail.WaitForAsync(address);
        mail.Link.Should().StartWith(server.Host.Issuer + AccountPaths.ConfirmEmail);
        (await browser.SignInAsync(await browser.GoToAsync(AccountPaths.SignIn), address, AuthServerHost.Password)).AsPage().Address.AbsolutePath.Should().Be(AccountPaths.SignIn);

        // Looking at the link confirms nothing; the button does.
        var page = await browser.GoToAsync(mail.Link);
        (await ConfirmedAsync(address)).Should().BeFalse();
        page = await browser.PressAsync(page, AccountPaths.ConfirmEmail);

        page.Html.Should().Contain("Your address is confirmed");
        (await browser.SignInAsync(page, address, AuthServerHost.Password)).AsPage().IsSignedIn().Should().BeTrue();
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_answered_the_same_and_only_its_owner_learns_it()
    {
        var user = await server.Host.CreateUserAsync();
        using var browser = server.NewBrowser();
        var known = await RegisterAsync(browser, user.Email!);
        using var other = server.NewBrowser();
        var unknown = await RegisterAsync(other, NewAddress());
        (known.Status, known.Address, known.Html).Should().Be((unknown.Status, unknown.Address, unknown.Html));
        (await server.Mail.WaitForAsync(user.Email!)).Subject.Should().Contain("You already have an account");
        (await server.Host.As(TestClients.App).SignInAsync(user)).Status.Should().Be(200, "the password is the old one");
    }

    [Fact]
    public async Task Of_two_who_register_an_address_neither_password_counts_and_the_reader_of_its_mail_chooses_one()
    {
        var address = NewAddress();
        using var stranger = server.NewBrowser();
        await RegisterAsync(stranger, address, "Str4nger-Passw0rd!");
        var first = await server.Mail.WaitForAsync(address);
        server.ForgetRecentMail();
        using var owner = server.NewBrowser();
        await RegisterAsync(owner, address);
        var second = await server.Mail.WaitForAsync(address, count: 2);

        (await owner.PressAsync(await owner.GoToAsync(first.Link), AccountPaths.ConfirmEmail)).Html.Should().Contain(Sentences.DeadLink);
        second.Link.Should().StartWith(server.Host.Issuer + AccountPaths.ResetPassword);
        await owner.SendAsync(await owner.GoToAsync(second.Link), "Input.Password", ("Input.Password", "Ch0sen-Passw0rd!"));

        var app = server.Host.As(TestClients.App);
        (await app.SignInAsync(address, "Str4nger-Passw0rd!")).Status.Should().Be(400);
        (await app.SignInAsync(address, AuthServerHost.Password)).Status.Should().Be(400);
        (await app.SignInAsync(address, "Ch0sen-Passw0rd!")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Who_registers_an_address_after_somebody_else_has_not_changed_the_password()
    {
        var address = NewAddress();
        using var owner = server.NewBrowser();
        await RegisterAsync(owner, address);
        await server.Mail.WaitForAsync(address);
        var hash = await HashAsync(address);
        server.ForgetRecentMail();
        using var stranger = server.NewBrowser();
        await RegisterAsync(stranger, address, "Str4nger-Passw0rd!");
        await server.Mail.WaitForAsync(address, count: 2);
        (await HashAsync(address)).Should().Be(hash);
    }

    [Fact]
    public async Task The_link_is_sent_again_on_request()
    {
        var address = NewAddress();
        using var browser = server.NewBrowser();
        await RegisterAsync(browser, address);
        await server.Mail.WaitForAsync(address);
        await browser.SendAsync(await browser.GoToAsync(AccountPaths.ResendConfirmation), "Input.Email", ("Input.Email", address));
        var mail = await server.Mail.WaitForAsync(address, count: 2);
        await browser.PressAsync(await browser.GoToAsync(mail.Link), AccountPaths.ConfirmEmail);
        (await ConfirmedAsync(address)).Should().BeTrue();
    }

    [Fact]
    public async Task Where_registration_is_closed_there_is_no_such_page()
    {
        await using var database = await postgreSql.CreateDatabaseAsync();
        await using var host = await AuthServerHost.StartAsync(database);
        using var browser = new ProgrammaticBrowser(host.Issuer);
        (await browser.GoToAsync(AccountPaths.Register)).Status.Should().Be(System.Net.HttpStatusCode.NotFound);
        (await browser.GoToAsync(AccountPaths.SignIn)).Html.Should().NotContain(AccountPaths.Register);
        new AccountSettings().Registration.Should().BeFalse();
    }

    private static string NewAddress() => $"new-{Guid.NewGuid():N}@example.com";

    private static async Task<Visit.Page> RegisterAsync(ProgrammaticBrowser browser, string address, string password = AuthServerHost.Password) =>
        await browser.SendAsync(await browser.GoToAsync(AccountPaths.Register), "Input.Email", ("Input.Email", address), ("Input.Password", password));

    private async Task<string> HashAsync(string address) =>
        (await server.Database.ReadAsync("SELECT password_hash FROM users WHERE email = @email", row => row.GetString(0), ("email", address))).Single();

    private async Task<bool> ConfirmedAsync(string address) =>
        (await server.Database.ReadAsync("SELECT email_confirmed FROM users WHERE email = @email", row => row.GetBoolean(0), ("email", address))).Single();
}
