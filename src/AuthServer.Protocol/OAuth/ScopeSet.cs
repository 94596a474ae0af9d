using System.Buffers;
using System.Collections.Immutable;

namespace AuthServer.Protocol.OAuth;

/// <summary>A set of scope names, compared ordinally (RFC 6749 §3.3), in the order in which they were first named.</summary>
public sealed class ScopeSet
{
    // RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7E - 0x21 + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    public static readonly ScopeSet Empty = new([]);

    private readonly ImmutableArray<string> _names;

    private ScopeSet(ImmutableArray<string> names) => _names = names;

    public bool IsEmpty => _names.IsEmpty;

    public ImmutableArray<string> Names => _names;

    public static ScopeSet Of(IEnumerable<string> names) => new([.. names.Distinct(StringComparer.Ordinal)]);

    /// <summary>Reads the value of <c>scope</c>; false when it is not a list of scope tokens separated by single spaces (RFC 6749 §3.3).</summary>
    public static bool TryParse(string value, out ScopeSet scopes)
    {
        scopes = Empty;
        var names = value.Split(' ');
        if (!names.All(IsScopeToken))
        {
            return false;
        }

        scopes = Of(names);
        return true;
    }

    /// <summary>Whether the text is one scope token (RFC 6749 §3.3).</summary>
    public static bool IsScopeToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ScopeSet FromStored(string value) => value.Length == 0 ? Empty : new([.. value.Split(' ')]);

    public bool Contains(string name) => _names.Contains(name, StringComparer.Ordinal);

    public bool IsSubsetOf(ScopeSet other) => _names.All(other.Contains);

    public ScopeSet Without(string name) => Contains(name) ? new(_names.Remove(name, StringComparer.Ordinal)) : this;

    public ScopeSet Intersect(ScopeSet other) => new([.. _names.Where(other.Contains)]);

    /// <summary>The names separated by single spaces, as <c>scope</c> carries them.</summary>
    public override string ToString() => string.Join(' ', _names);
}
