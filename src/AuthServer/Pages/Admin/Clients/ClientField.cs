using System.Globalization;
using AuthServer.Configuration;

namespace AuthServer.Pages.Admin.Clients;

/// <summary>One setting of an application, as it is shown, typed and understood.</summary>
/// <param name="Name">In the form; that of the declaration.</param>
/// <param name="Type">Of the control: an input's, <c>textarea</c> for one entry a line, or <c>checkbox</c>.</param>
/// <param name="Read">As text; a checkbox as <c>true</c> or nothing.</param>
/// <param name="Write">Takes what was typed; false when it means nothing.</param>
internal sealed record ClientField(string Group, string Name, string Label, string Type, string? Hint, Func<ClientDeclaration, string> Read, Func<ClientDeclaration, string, bool> Write)
{
    public static ClientField Text(string group, string name, string label, string? hint, Func<ClientDeclaration, string?> read, Action<ClientDeclaration, string?> write) => new(
        group, name, label, "text", hint, declared => read(declared) ?? "", (declared, typed) =>
        {
            write(declared, typed.Length > 0 ? typed : null);
            return true;
        });

    public static ClientField Lines(string group, string name, string label, string? hint, Func<ClientDeclaration, IList<string>> list) => new(
        group, name, label, "textarea", hint, declared => string.Join('\n', list(declared)), (declared, typed) =>
        {
            var entries = list(declared);
            entries.Clear();
            foreach (var entry in typed.Split((char[])[' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal))
            {
                entries.Add(entry);
            }

            return true;
        });

    public static ClientField Check(string group, string name, string label, string? hint, Func<ClientDeclaration, bool> read, Action<ClientDeclaration, bool> write) => new(
        group, name, label, "checkbox", hint, declared => read(declared) ? "true" : "", (declared, typed) =>
        {
            write(declared, typed == "true");
            return true;
        });

    public static ClientField Duration(string group, string name, string label, Func<ClientDeclaration, TimeSpan?> read, Action<ClientDeclaration, TimeSpan?> write) => new(
        group, name, label, "text", "days.hours:minutes:seconds; empty: the server's own.", declared => read(declared)?.ToString("c", CultureInfo.InvariantCulture) ?? "",
        (declared, typed) => Parsed<TimeSpan>(typed, declared, write, text => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) ? span : null));

    public static ClientField Number(string group, string name, string label, string? hint, Func<ClientDeclaration, int?> read, Action<ClientDeclaration, int?> write) => new(
        group, name, label, "number", hint, declared => read(declared)?.ToString(CultureInfo.InvariantCulture) ?? "",
        (declared, typed) => Parsed<int>(typed, declared, write, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null));

    private static bool Parsed<T>(string typed, ClientDeclaration declared, Action<ClientDeclaration, T?> write, Func<string, T?> parse)
        where T : struct
    {
        var value = typed.Length > 0 ? parse(typed) : null;
        write(declared, value);
        return typed.Length == 0 || value is not null;
    }
}
