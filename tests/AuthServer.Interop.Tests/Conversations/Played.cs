using System.Text.Json;

namespace AuthServer.Interop.Tests.Conversations;

/// <summary>Reads what a script made of a scenario.</summary>
internal static class Played
{
    public static JsonElement At(this JsonElement played, params string[] path) => path.Aggregate(played, (element, name) =>
        element.TryGetProperty(name, out var value) ? value : throw new InvalidOperationException($"There is no {name} in {element}"));

    public static string? Text(this JsonElement played, params string[] path) => played.At(path).GetString();

    public static int Number(this JsonElement played, params string[] path) => played.At(path).GetInt32();

    public static bool Flag(this JsonElement played, params string[] path) => played.At(path).GetBoolean();

    public static bool Has(this JsonElement played, string name) => played.TryGetProperty(name, out _);

    /// <summary>The words of a text, or the elements of a list: libraries give a scope either way.</summary>
    public static IEnumerable<string?> Strings(this JsonElement played, params string[] path) => played.At(path) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(element => element.GetString())
        : played.Text(path)!.Split(' ');
}
