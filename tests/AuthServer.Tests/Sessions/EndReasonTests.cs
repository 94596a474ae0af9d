using AuthServer.Core.Sessions;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Tests.Sessions;

/// <summary>What the holder of a session's token is told of its end: the reason, or <c>revoked</c> where a thief must not learn it.</summary>
public sealed class EndReasonTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ClientApp App => server.Host.As(TestClients.App);

    [Theory]
    [InlineData(EndReason.SignedOut, "signed_out")]
    [InlineData(EndReason.UserRevoked, "user_revoked")]
    [InlineData(EndReason.AdminRevoked, "revoked")]
    [InlineData(EndReason.PasswordChanged, "password_changed")]
    [InlineData(EndReason.CredentialsChanged, "credentials_changed")]
    [InlineData(EndReason.AccountDisabled, "revoked")]
    [InlineData(EndReason.ConsentWithdrawn, "consent_withdrawn")]
    [InlineData(EndReason.ClientDisabled, "revoked")]
    [InlineData(EndReason.CodeReused, "revoked")]
    [InlineData(EndReason.ReuseDetected, "revoked")]
    [InlineData(EndReason.IdleExpired, "idle_expired")]
    [InlineData(EndReason.AbsoluteExpired, "absolute_expired")]
    [InlineData(EndReason.StateLost, "state_lost")]
    [InlineData(EndReason.Incident, "revoked")]
    public async Task An_ended_session_tells_why(EndReason reason, string told)
    {
        var first = await App.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.BendAsync(first.SessionId, $"ended_at = now(), end_reason = {(int)reason}, ended_by = 'server'");
        var refused = await App.RefreshAsync(first.RefreshToken);
        ShouldTell(refused, told);
        refused.Json.GetProperty("error_description").GetString().Should().Be(reason.ForClients());
    }

    [Theory]
    [InlineData(EndReason.PasswordChanged, "password_changed")]
    [InlineData(EndReason.UserRevoked, "user_revoked")]
    [InlineData(EndReason.AdminRevoked, "revoked")]
    [InlineData(EndReason.Incident, "revoked")]
    public async Task A_raised_epoch_of_the_user_tells_why_before_the_rows_have_followed(EndReason reason, string told)
    {
        var user = await server.Host.CreateUserAsync();
        var first = await App.SignInAsync(user);
        await server.Database.ExecuteAsync($"UPDATE users SET epoch = epoch + 1, epoch_reason = {(int)reason} WHERE id = @id", ("id", user.Id));
        ShouldTell(await App.RefreshAsync(first.RefreshToken), told);
        (await App.SignInAsync(user)).Status.Should().Be(200, "what begins afterwards is not concerned");
    }

    [Fact]
    public async Task A_disabled_account_is_told_as_revoked()
    {
        var user = await server.Host.CreateUserAsync();
        var first = await App.SignInAsync(user);
        await server.Database.ExecuteAsync("UPDATE users SET disabled = TRUE WHERE id = @id", ("id", user.Id));
        ShouldTell(await App.RefreshAsync(first.RefreshToken), "revoked");
    }

    [Fact]
    public async Task A_raised_epoch_of_the_client_ends_its_sessions()
    {
        var app = server.Host.As(TestClients.PatientApp);
        var first = await app.SignInAsync(await server.Host.CreateUserAsync());
        await server.Database.ExecuteAsync($"UPDATE clients SET epoch = epoch + 1, epoch_reason = {(int)EndReason.AdminRevoked}, version = version + 1 WHERE id = 'patient-app'");
        ShouldTell(await app.RefreshAsync(first.RefreshToken), "revoked");
        (await app.SignInAsync(await server.Host.CreateUserAsync())).Status.Should().Be(200, "what begins afterwards is not concerned");
    }

    [Fact]
    public async Task A_new_password_ends_every_session_of_the_user_and_says_so()
    {
        var user = await server.Host.CreateUserAsync();
        var answers = new[] { await App.SignInAsync(user), await server.Host.As(TestClients.Web).SignInAsync(user) };
        await using var scope = server.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var current = (await users.FindByIdAsync(user.Id.ToString()))!;
        (await users.ResetPasswordAsync(current, await users.GeneratePasswordResetTokenAsync(current), "An0ther!Passw0rd")).Succeeded.Should().BeTrue();

        ShouldTell(await App.RefreshAsync(answers[0].RefreshToken), "password_changed");
        ShouldTell(await server.Host.As(TestClients.Web).RefreshAsync(answers[1].RefreshToken), "password_changed");
        foreach (var answer in answers)
        {
            (await server.Database.EndReasonAsync(answer.SessionId)).Should().Be((short)EndReason.PasswordChanged);
            (await server.Database.AuditAsync(answer.SessionId)).Should().ContainSingle(audit => audit.Type == "session.ended" && audit.Reason == "password_changed");
        }
    }

    private static void ShouldTell(Answer answer, string reason) =>
        (answer.Status, answer.Error, answer.Reason).Should().Be((400, "invalid_grant", reason));
}
