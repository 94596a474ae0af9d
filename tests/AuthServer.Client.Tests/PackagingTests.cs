using System.Reflection;
using FluentAssertions;
using Xunit;

namespace AuthServer.Client.Tests;

/// <summary>What an application takes in with this library.</summary>
public sealed class PackagingTests
{
    private static readonly Assembly Library = typeof(AuthServerClientOptions).Assembly;

    [Fact]
    public void The_library_needs_no_web_framework_and_of_ours_the_protocol_alone()
    {
        var names = Library.GetReferencedAssemblies().Select(name => name.Name!).ToList();

        names.Should().NotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        names.Where(name => name.StartsWith("AuthServer", StringComparison.Ordinal)).Should().Equal("AuthServer.Protocol");
    }

    [Fact]
    public void The_library_may_be_trimmed() =>
        Library.GetCustomAttributes<AssemblyMetadataAttribute>().Should().Contain(metadata => metadata.Key == "IsTrimmable" && metadata.Value == "True");

    [Fact]
    public void No_type_has_a_name_that_clashes() =>
        Library.GetTypes().Select(type => type.Name).Should().NotIntersectWith(["Client", "Validation", "Protocol", "Api", "Web", "Redis"]);

    [Fact]
    public void Nothing_that_holds_a_token_shows_it_as_text()
    {
        var showing = Library.GetTypes()
            .Where(type => type.Name is "AccessToken" or "StoredTokens" or "StoredAccessToken" or "TokenGrant" or "DeviceGrant" or "SignedIn")
            .Where(type => type.GetMethod("ToString", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, [])
                ?.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false) != false)
            .ToList();

        showing.Should().BeEmpty();
    }
}
