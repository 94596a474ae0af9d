using System.Security.Cryptography;
using AuthServer.Core.Keys;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Keys;

public sealed class MasterKeyTextTests
{
    private static readonly string Base64 = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void A_new_first_key_can_be_read()
    {
        var key = MasterKeyText.Parse(MasterKeyText.NewFirstKey()).Should().ContainSingle().Subject;

        key.Id.Should().Be(1);
        key.Secret.Length.Should().Be(32);
        key.SignsFrom.Should().Be(DateTimeOffset.MinValue);
        MasterKeyText.NewFirstKey().Should().NotBe(MasterKeyText.NewFirstKey());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(";")]
    public void Later_keys_say_from_when_they_sign(string separator)
    {
        var keys = MasterKeyText.Parse($"# first{separator}1:{Base64}{separator}{separator}  2:{Base64}@2027-01-01T00:00:00Z  ");

        keys.Select(key => key.Id).Should().Equal(1, 2);
        keys[1].SignsFrom.Should().Be(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        keys[1].Secret.ToArray().Should().Equal(Convert.FromBase64String(Base64));
    }

    [Fact]
    public void An_instant_without_an_offset_is_UTC() =>
        MasterKeyText.Parse($"1:{Base64};2:{Base64}@2027-01-01")[1].SignsFrom.Should().Be(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment")]
    [InlineData("1")]
    [InlineData(":AAAA")]
    [InlineData("0:{0}")]
    [InlineData("256:{0}")]
    [InlineData("-1:{0}")]
    [InlineData("+1:{0}")]
    [InlineData("one:{0}")]
    [InlineData("1:AAAA")]
    [InlineData("1:{0}!")]
    [InlineData("1:{0};1:{0}@2027-01-01T00:00:00Z")]
    [InlineData("1:{0};2:{0}")]
    [InlineData("1:{0}@2027-01-01T00:00:00Z")]
    [InlineData("1:{0};2:{0}@soon")]
    [InlineData("1:{0};2:{0}@")]
    public void Anything_else_is_refused_without_showing_it(string text)
    {
        var parse = () => MasterKeyText.Parse(text.Replace("{0}", Base64, StringComparison.Ordinal));

        parse.Should().Throw<FormatException>().Which.Message.Should().NotContain(Base64[..10]);
    }

    [Fact]
    public void A_master_key_does_not_show_its_secret() =>
        MasterKeyText.Parse($"1:{Base64}")[0].ToString().Should().NotContain(Base64[..10]).And.Contain("Id = 1");
}
