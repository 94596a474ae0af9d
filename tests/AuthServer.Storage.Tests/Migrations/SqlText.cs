using System.Text.RegularExpressions;

namespace AuthServer.Storage.Tests.Migrations;

/// <summary>What can be read from the text of a statement without a database that understands it.</summary>
internal static partial class SqlText
{
    /// <summary>The parameters that the caller binds; what the statement declares for itself is left out.</summary>
    public static IReadOnlySet<string> Parameters(string statement)
    {
        var own = Declared().Matches(statement).Select(match => match.Groups["name"].Value).ToHashSet();
        return Parameter().Matches(statement).Select(match => match.Value).Where(name => !own.Contains(name)).ToHashSet();
    }

    /// <summary>Columns that are set by, or compared with, a parameter: <c>generation = @generation</c>.</summary>
    public static IReadOnlySet<string> Pairs(string statement)
    {
        var bound = Parameters(statement);
        return Pair().Matches(statement)
            .Where(match => bound.Contains(match.Groups["parameter"].Value))
            .Select(match => $"{match.Groups["column"].Value} {match.Groups["operator"].Value} {match.Groups["parameter"].Value}")
            .ToHashSet();
    }

    /// <summary>The columns that the statement's one UPDATE sets.</summary>
    public static IEnumerable<string> Assigned(string statement)
    {
        var update = Update().Match(statement);
        return update.Success
            ? Items(Until(statement[(update.Index + update.Length)..], "OUTPUT", "FROM", "WHERE", "RETURNING")).Select(item => item.Split('=')[0].Trim())
            : [];
    }

    /// <summary>Which of <paramref name="known"/> columns stand in a condition of the statement.</summary>
    public static IEnumerable<string> Conditioned(string statement, IReadOnlySet<string> known) => Where().Matches(statement)
        .Select(match => Until(statement[(match.Index + match.Length)..], "RETURNING", "ORDER", "FOR", "OUTPUT", ";"))
        .SelectMany(condition => Word().Matches(condition))
        .Select(match => match.Value)
        .Where(known.Contains)
        .Distinct();

    /// <summary>The columns that a statement of a session returns, in their order.</summary>
    public static IReadOnlyList<string> Returned(string statement)
    {
        var start = new[] { "SELECT", "RETURNING", "OUTPUT" }.Max(word => statement.LastIndexOf(word, StringComparison.Ordinal));
        return [.. Items(Until(statement[statement.IndexOf(' ', start)..], "FROM", "WHERE", ";"))];
    }

    /// <summary>Whether every bracket and quotation mark has its counterpart.</summary>
    public static bool IsBalanced(string statement)
    {
        var depth = 0;
        foreach (var character in statement)
        {
            depth += character switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0 && statement.Count(character => character == '\'') % 2 == 0;
    }

    /// <summary>The text up to one of some words or to the bracket that closes around it, whichever is first; inner brackets are passed over.</summary>
    private static string Until(string text, params string[] ends)
    {
        var depth = 0;
        for (var position = 0; position < text.Length; position++)
        {
            depth += text[position] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0 || (depth == 0 && ends.Any(end => IsAt(text, position, end))))
            {
                return text[..position];
            }
        }

        return text;
    }

    private static bool IsAt(string text, int position, string end) =>
        string.CompareOrdinal(text, position, end, 0, end.Length) == 0
        && (!char.IsLetter(end[0]) || (!IsLetterAt(text, position - 1) && !IsLetterAt(text, position + end.Length)));

    private static bool IsLetterAt(string text, int position) => position >= 0 && position < text.Length && char.IsLetter(text[position]);

    /// <summary>The parts of a list; commas inside brackets do not part it.</summary>
    private static IEnumerable<string> Items(string list)
    {
        var (start, depth) = (0, 0);
        for (var position = 0; position < list.Length; position++)
        {
            depth += list[position] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && list[position] == ',')
            {
                yield return list[start..position].Trim();
                start = position + 1;
            }
        }

        yield return list[start..].Trim();
    }

    [GeneratedRegex(@"(?:DECLARE|,) (?<name>@\w+) (?:datetimeoffset|int|binary|TABLE)\b")]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<!@)@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?<![@\w])(?<column>[a-z_]+) (?<operator>=|<>|<=|>=|<|>) (?<parameter>@[a-z_]+)")]
    private static partial Regex Pair();

    [GeneratedRegex(@"UPDATE [\w ]+? SET\b")]
    private static partial Regex Update();

    [GeneratedRegex(@"\bWHERE\b")]
    private static partial Regex Where();

    [GeneratedRegex(@"(?<![@\w'])[a-z_]+\b")]
    private static partial Regex Word();
}
