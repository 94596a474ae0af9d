using System.Collections;
using System.Reflection;
using System.Text.Json;
using AuthServer.Configuration;
using AuthServer.Tests.Processes;
using FluentAssertions;
using Xunit;

namespace AuthServer.Tests.Configuration;

/// <summary>The example at the root of the checkout shows every setting that there is, and none that there is not.</summary>
public sealed class ExampleSettingsTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void The_example_has_exactly_the_keys_of_the_options()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "appsettings.Example.json")), WithComments);
        example.RootElement.GetProperty("ConnectionStrings").GetProperty("AuthServer").ValueKind.Should().Be(JsonValueKind.String);
        KeysOf(example.RootElement.GetProperty(AuthServerOptions.Section), "").Distinct().Should().BeEquivalentTo(KeysOf(typeof(AuthServerOptions), ""));
    }

    /// <summary>Paths of leaves; the items of a list share one path, so that each key needs to be shown by one of them.</summary>
    private static IEnumerable<string> KeysOf(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => KeysOf(member.Value, $"{path}:{member.Name}")),
        JsonValueKind.Array when element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object) => element.EnumerateArray().SelectMany(item => KeysOf(item, path)),
        _ => [path],
    };

    private static IEnumerable<string> KeysOf(Type type, string path) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
    {
        var key = $"{path}:{property.Name}";
        var item = typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType.IsGenericType
            ? property.PropertyType.GetGenericArguments()[0]
            : property.PropertyType;
        return IsOurs(item) ? KeysOf(item, key) : [key];
    });

    private static bool IsOurs(Type type) => type is { IsClass: true, Namespace: { } space } && space.StartsWith("AuthServer", StringComparison.Ordinal);
}
