using Xunit.v3;

namespace AuthServer.Testing;

/// <summary>
/// The requirement that a test pins: <c>[Spec("RFC 9700", "4.14.2")]</c>. Shown by test runners as a trait, and the source of the coverage page.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class SpecAttribute(string document, string section) : Attribute, ITraitAttribute
{
    public const string TraitName = "Spec";

    /// <summary>As the field writes it: <c>RFC 6749</c>, <c>OIDC Core</c>.</summary>
    public string Document => document;

    /// <summary>The section's number without its sign.</summary>
    public string Section => section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(TraitName, $"{document} §{section}")];
}
