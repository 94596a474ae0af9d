namespace AuthServer.Client.SignIns;

/// <summary>Form-encoded parameters in the query of an address (RFC 6749 appendix B).</summary>
internal static class QueryText
{
    /// <summary>Null when one stands there twice, which an authorization answer must not have (RFC 6749 §3.1).</summary>
    public static IReadOnlyDictionary<string, string>? Parse(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (!parameters.TryAdd(Decode(parts[0]), Decode(parts.ElementAtOrDefault(1) ?? "")))
            {
                return null;
            }
        }

        return parameters;
    }

    public static string Write(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
