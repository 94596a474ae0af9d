using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Core.Incidents;

/// <summary>An incident's name.</summary>
public readonly record struct IncidentId(Guid Value)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out IncidentId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new IncidentId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
