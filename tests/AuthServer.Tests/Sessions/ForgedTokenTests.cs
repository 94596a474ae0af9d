using System.Buffers.Text;
using AuthServer.Testing;
using AuthServer.Tests.Hosting;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Sessions;

/// <summary>What we did not issue is refused before the database hears of it.</summary>
[Spec("RFC 9700", "4.14.2")]
public sealed class ForgedTokenTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int TokenLength = 70;
    private const int ChunkLength = 25;

    [Fact]
    [Spec("RFC 6749", "10.4")]
    public async Task A_forged_truncated_or_respelled_token_is_refused_without_a_statement()
    {
        var app = server.Host.As(TestClients.App);
        var current = await app.SignInAsync(await server.Host.CreateUserAsync());
        current = await app.RefreshAsync(current.RefreshToken);
        var forgeries = Forgeries(current.RefreshToken).Distinct().ToList();
        forgeries.Should().HaveCountGreaterThan(200).And.NotContain(current.RefreshToken);

        using var statements = new StatementCount(server.Database);
        foreach (var chunk in forgeries.Chunk(ChunkLength))
        {
            // An honest refresh: shows that the count counts, and has the client remembered for longer than a chunk takes.
            var before = statements.Value;
            current = await app.RefreshAsync(current.RefreshToken);
            (statements.Value - before).Should().BeInRange(1, 2);
            before = statements.Value;
            foreach (var forgery in chunk)
            {
                var answer = await app.RefreshAsync(forgery);
                (answer.Status, answer.Error, answer.Reason).Should().Be((400, "invalid_grant", null), forgery);
            }

            (statements.Value - before).Should().Be(0);
        }

        (await app.RefreshAsync(current.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_refresh_costs_one_statement()
    {
        var app = server.Host.As(TestClients.OtherApp);
        var current = await app.RefreshAsync((await app.SignInAsync(await server.Host.CreateUserAsync())).RefreshToken);
        using var statements = new StatementCount(server.Database);
        current = await app.RefreshAsync(current.RefreshToken);
        current.Status.Should().Be(200);
        statements.Value.Should().Be(1);
    }

    private static IEnumerable<string> Forgeries(string token)
    {
        var bytes = Base64Url.DecodeFromChars(token.AsSpan(3));

        // One bit of every byte, the key id's aside: an unknown key is another answer.
        for (var position = 0; position < TokenLength; position++)
        {
            if (position != 1)
            {
                yield return Spelled(Flipped(bytes, position, 0x01));
                yield return Spelled(Flipped(bytes, position, 0x80));
            }
        }

        for (var length = 1; length < token.Length; length++)
        {
            yield return token[..length];
        }

        yield return token + "A";
        yield return token + "=";
        yield return token + "==";
        yield return token + " ";
        yield return " " + token;
        yield return token + "\n";
        yield return token.ToUpperInvariant();
        yield return "AR_" + token[3..];
        yield return "ar-" + token[3..];
        yield return token[3..];
        yield return "ar_" + Convert.ToBase64String(bytes);
        yield return "ar_" + Convert.ToHexString(bytes);
        yield return "ar_" + Base64Url.EncodeToString(new byte[TokenLength]);
        yield return token + token;
        yield return token[..20] + "!" + token[21..];
        yield return token[..20] + "+" + token[21..];
        yield return token[..20] + "\u00E9" + token[21..];
        yield return token[..20] + "\n" + token[20..];
        yield return token[..20] + " " + token[20..];

        // The last character carries unused bits: other spellings of the same bytes.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = alphabet.IndexOf(token[^1], StringComparison.Ordinal);
        for (var unused = 1; unused < 16; unused++)
        {
            yield return token[..^1] + alphabet[last | unused];
        }
    }

    private static byte[] Flipped(byte[] bytes, int position, byte bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[position] ^= bit;
        return flipped;
    }

    private static string Spelled(byte[] bytes) => "ar_" + Base64Url.EncodeToString(bytes);
}
