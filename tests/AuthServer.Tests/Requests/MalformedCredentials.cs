using System.Text;
using AuthServer.Endpoints;

namespace AuthServer.Tests.Requests;

/// <summary>Requests whose client does not show who it is, or shows it wrongly (RFC 6749 §2.3).</summary>
public static class MalformedCredentials
{
    private const string Canary = MalformedRequest.Canary;
    private const string Refresh = $"grant_type=refresh_token&refresh_token={Canary}";

    public static IEnumerable<MalformedRequest> All => [.. Bodies, .. Headers, .. Mixtures, .. Elsewhere];

    private static IEnumerable<MalformedRequest> Bodies =>
    [
        InBody("§3.2.1", "no client at all", 401, "invalid_client", ""),
        InBody("§3.2.1", "an unknown client", 401, "invalid_client", $"&client_id={Canary}"),
        InBody("§3.2.1", "a client id in the wrong case", 401, "invalid_client", "&client_id=APP"),
        InBody("§3.2.1", "a confidential client without a secret", 401, "invalid_client", "&client_id=web"),
        InBody("§2.3.1", "a wrong secret", 401, "invalid_client", $"&client_id=web&client_secret={Canary}"),
        InBody("§2.3.1", "another client's secret", 401, "invalid_client", "&client_id=web&client_secret=other-secret"),
        InBody("§2.3.1", "a secret and a space", 401, "invalid_client", "&client_id=web&client_secret=web-secret+"),
        InBody("§2.3.1", "a public client with a secret", 401, "invalid_client", $"&client_id=app&client_secret={Canary}"),
        InBody("§2.3.1", "a secret without a client", 400, "invalid_request", $"&client_secret={Canary}"),
    ];

    private static IEnumerable<MalformedRequest> Headers =>
    [
        InHeader("RFC 6749 §2.3.1", "a wrong secret by Basic", Basic($"web:{Canary}")),
        InHeader("RFC 6749 §2.3.1", "an unknown client by Basic", Basic($"{Canary}:{Canary}")),
        InHeader("RFC 6749 §2.3.1", "a public client by Basic", Basic("app:")),
        InHeader("RFC 7617 §2", "Basic without credentials", "Authorization: Basic"),
        InHeader("RFC 7617 §2", "an empty header", "Authorization: "),
        InHeader("RFC 7617 §2", "credentials that are not base64", $"Authorization: Basic {Canary}!"),
        InHeader("RFC 7617 §2", "credentials without a colon", Basic($"web{Canary}")),
        InHeader("RFC 7617 §2", "credentials without a name", Basic($":{Canary}")),
        InHeader("RFC 7617 §2", "credentials that are not UTF-8", $"Authorization: Basic {Convert.ToBase64String([0xC3, 0x28, (byte)':', 0xFF])}"),
        InHeader("RFC 7617 §2", "NUL in credentials", Basic("web\0:web-secret")),
        InHeader("RFC 7617 §2", "encoded NUL in the name", Basic("web%00:web-secret")),
        InHeader("RFC 7617 §2", "encoded NUL in the secret", Basic("web:web-secret%00")),
        InHeader("RFC 7617 §2", "a broken escape in the secret", Basic("web:web-secret%")),
        InHeader("RFC 6750 §2.1", "a bearer token", $"Authorization: Bearer {Canary}"),
        InHeader("RFC 9110 §11.6.2", "an unknown scheme", $"Authorization: {Canary} {Canary}"),
        InHeader("RFC 9110 §11.6.2", "a header that is no credentials", $"Authorization: =,;{Canary}"),
    ];

    private static IEnumerable<MalformedRequest> Mixtures =>
    [
        new("RFC 6749 §2.3", "header and body both with the right secret", 400, "invalid_request")
        {
            Headers = Basic("web:web-secret"), Body = $"{Refresh}&client_id=web&client_secret=web-secret",
        },
        new("RFC 6749 §2.3", "a secret in the body beside a bearer token", 400, "invalid_request")
        {
            Headers = $"Authorization: Bearer {Canary}\n", Body = $"{Refresh}&client_id=web&client_secret=web-secret",
        },
        new("RFC 6749 §2.3.1", "another client_id in the body than in the header", 400, "invalid_request") { Headers = Basic("web:web-secret"), Body = $"{Refresh}&client_id=app" },
        new("RFC 9110 §11.6.2", "two Authorization headers", 400, "invalid_request") { Headers = Basic("web:web-secret") + Basic("web:web-secret"), Body = Refresh },
    ];

    private static IEnumerable<MalformedRequest> Elsewhere =>
        from path in new[] { ("RFC 7009 §2.1", Paths.Revocation), ("RFC 7662 §2.1", Paths.Introspection) }
        from credentials in new[]
        {
            ("no client", "", 401), ("an unknown client", $"&client_id={Canary}", 401), ("a wrong secret", $"&client_id=web&client_secret={Canary}", 401),
            ("a confidential client without a secret", "&client_id=web", 401), ("a secret without a client", $"&client_secret={Canary}", 400),
        }
        select new MalformedRequest(path.Item1, $"{credentials.Item1} at {path.Item2}", credentials.Item3, credentials.Item3 == 401 ? "invalid_client" : "invalid_request")
        {
            Path = path.Item2,
            Body = $"token={Canary}{credentials.Item2}",
        };

    private static MalformedRequest InBody(string section, string what, int status, string error, string credentials) =>
        new($"RFC 6749 {section}", what, status, error) { Body = Refresh + credentials };

    private static MalformedRequest InHeader(string section, string what, string header) =>
        new(section, what, 401, "invalid_client") { Headers = header.TrimEnd('\n') + "\n", Body = Refresh };

    private static string Basic(string credentials) => $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}\n";
}
