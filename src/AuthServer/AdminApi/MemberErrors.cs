using System.Text.Json;
using AuthServer.Configuration;

namespace AuthServer.AdminApi;

/// <summary>What is wrong with a request, by the name of its member or parameter.</summary>
internal sealed class MemberErrors
{
    private static readonly Dictionary<string, string> DeclaredNames =
        typeof(ClientDeclaration).GetProperties().Concat(typeof(ScopeDeclaration).GetProperties()).Select(property => property.Name).Distinct()
            .ToDictionary(name => name, JsonNamingPolicy.SnakeCaseLower.ConvertName, StringComparer.Ordinal);

    private readonly SortedDictionary<string, List<string>> _byMember = new(StringComparer.Ordinal);

    public bool Any => _byMember.Count > 0;

    public void Add(string member, string sentence)
    {
        if (!_byMember.TryGetValue(member, out var sentences))
        {
            _byMember[member] = sentences = [];
        }

        sentences.Add(sentence);
    }

    public IDictionary<string, string[]> ToDictionary() => _byMember.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>Null when a reason begins with no member of a declaration: then it is about the state of things, not about the request.</summary>
    public static MemberErrors? Of(IEnumerable<string> reasons, string prefix)
    {
        var errors = new MemberErrors();
        foreach (var reason in reasons)
        {
            var end = reason.TakeWhile(char.IsAsciiLetterOrDigit).Count();
            if (!DeclaredNames.TryGetValue(reason[..end], out var member))
            {
                return null;
            }

            errors.Add(prefix + member, reason);
        }

        return errors.Any ? errors : null;
    }
}
