using AuthServer.Core.Results;
using AuthServer.Protocol.OAuth;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Endpoints;

/// <summary>
/// The parameters of a protocol request, from a form or a query: each at most once, empty ones left out (RFC 6749 §3.1, §3.2). The values of those that
/// may be repeated are joined by spaces, which no such value has.
/// </summary>
internal static class ProtocolParameters
{
    private static readonly string[] Repeatable = [Parameters.Resource, Parameters.Audience];

    private static readonly OAuthError Repeated = OAuthError.InvalidRequest("A parameter is repeated.");
    private static readonly OAuthError Unreadable = OAuthError.InvalidRequest("A parameter is malformed.");

    public static Result<IReadOnlyDictionary<string, string>> Of(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, all) in parameters)
        {
            // The framework's collections fold names that differ in case alone into one; the protocol's names are case-sensitive.
            var mayRepeat = Repeatable.Contains(name, StringComparer.Ordinal);
            if (all.Count != 1 && !mayRepeat)
            {
                return Repeated;
            }

            if (all.Any(value => value!.Contains('\0', StringComparison.Ordinal) || (mayRepeat && value.Contains(' ', StringComparison.Ordinal))))
            {
                return Unreadable;
            }

            var value = string.Join(' ', all.Where(value => value!.Length > 0));
            if (value.Length > 0)
            {
                values[name] = value;
            }
        }

        return values;
    }
}
