using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Sessions;

/// <summary>Invariant 9: who does not show that the token is theirs changes nothing, whichever generation they hold.</summary>
[Spec("RFC 9700", "4.14.2")]
public sealed class UntouchedRowTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_token_presented_as_another_client_leaves_the_row_byte_identical(int age)
    {
        var (old, last) = await ChainAsync(age);
        var row = await server.Database.RowAsync(last.SessionId);
        foreach (var other in new[] { TestClients.OtherApp, TestClients.StrictApp, TestClients.Web })
        {
            foreach (var scope in new[] { null, "openid", "files" })
            {
                var answer = await server.Host.As(other).RefreshAsync(old.RefreshToken, scope);
                (answer.Status, answer.Error, answer.Reason).Should().Be((400, "invalid_grant", null));
            }

            (await server.Host.As(other).RevokeAsync(old.RefreshToken)).Error.Should().Be("invalid_grant");
        }

        (await server.Database.RowAsync(last.SessionId)).Should().Be(row);
        (await server.Host.As(TestClients.App).RefreshAsync(last.RefreshToken)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [Spec("RFC 9449", "5")]
    public async Task A_bound_token_without_its_proof_leaves_the_row_byte_identical(int age)
    {
        var (old, last) = await ChainAsync(age);
        await server.Database.BendAsync(last.SessionId, "proof_key_thumbprint = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'");
        var row = await server.Database.RowAsync(last.SessionId);
        var answer = await server.Host.As(TestClients.App).RefreshAsync(old.RefreshToken);
        (answer.Status, answer.Error, answer.Reason).Should().Be((400, "invalid_dpop_proof", null));
        (await server.Database.RowAsync(last.SessionId)).Should().Be(row);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task A_client_that_fails_to_authenticate_leaves_the_row_byte_identical(string? secret)
    {
        var web = server.Host.As(TestClients.Web);
        var first = await web.SignInAsync(await server.Host.CreateUserAsync());
        var row = await server.Database.RowAsync(first.SessionId);
        var impostor = web with { Secret = secret };
        (await impostor.RefreshAsync(first.RefreshToken)).Error.Should().Be("invalid_client");
        (await impostor.RevokeAsync(first.RefreshToken)).Error.Should().Be("invalid_client");
        (await impostor.IntrospectAsync(first.RefreshToken)).Error.Should().Be("invalid_client");
        (await server.Database.RowAsync(first.SessionId)).Should().Be(row);
    }

    private async Task<(Answer Old, Answer Last)> ChainAsync(int age)
    {
        var app = server.Host.As(TestClients.App);
        var old = await app.SignInAsync(await server.Host.CreateUserAsync());
        var last = old;
        for (var generation = 0; generation < age; generation++)
        {
            last = await app.RefreshAsync(last.RefreshToken);
        }

        return (old, last);
    }
}
