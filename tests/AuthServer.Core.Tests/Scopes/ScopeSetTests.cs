using AuthServer.Protocol.OAuth;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Scopes;

public sealed class ScopeSetTests
{
    private static readonly ScopeSet Abc = ScopeSet.Of(["a", "b", "c"]);

    [Fact]
    public void What_was_stored_is_read()
    {
        ScopeSet.FromStored(Abc.ToString()).Names.Should().Equal("a", "b", "c");
        ScopeSet.FromStored(ScopeSet.Empty.ToString()).IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Names_keep_their_order_and_come_once() => ScopeSet.Of(["b", "a", "b"]).ToString().Should().Be("b a");

    [Fact]
    public void Sets_compare_ordinally()
    {
        ScopeSet.Of(["A"]).IsSubsetOf(Abc).Should().BeFalse();
        ScopeSet.Of(["c", "a"]).IsSubsetOf(Abc).Should().BeTrue();
        ScopeSet.Empty.IsSubsetOf(Abc).Should().BeTrue();
        Abc.Contains("B").Should().BeFalse();
    }

    [Fact]
    public void A_set_can_be_narrowed()
    {
        Abc.Without("b").ToString().Should().Be("a c");
        Abc.Without("x").Should().BeSameAs(Abc);
        Abc.Intersect(ScopeSet.Of(["c", "x", "a"])).ToString().Should().Be("a c");
    }
}
