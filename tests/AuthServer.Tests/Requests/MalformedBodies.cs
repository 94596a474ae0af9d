using AuthServer.Endpoints;

namespace AuthServer.Tests.Requests;

/// <summary>Requests whose method, media type, size or parameters are wrong.</summary>
public static class MalformedBodies
{
    private const string Canary = MalformedRequest.Canary;
    private const string Refresh = $"grant_type=refresh_token&client_id=app&refresh_token={Canary}";
    private const string TokenOfWeb = $"client_id=web&client_secret=web-secret&token={Canary}";
    private const int OverTheLimit = (64 * 1024) + 1;

    public static IEnumerable<MalformedRequest> All => [.. Methods, .. MediaTypes, .. Sizes, .. Repetitions, .. Characters];

    private static IEnumerable<MalformedRequest> Methods =>
    [
        .. from path in new[] { Paths.Token, Paths.Revocation, Paths.Introspection }
           from method in new[] { "GET", "PUT", "DELETE", "PATCH" }
           select new MalformedRequest("RFC 9110 §15.5.6", $"{method} {path}", 405, null) { Method = method, Path = path, Body = Refresh, Allow = "POST" },
        .. from path in new[] { Paths.OpenIdConfiguration, Paths.AuthorizationServerMetadata, Paths.Keys }
           select new MalformedRequest("RFC 8414 §3.1", $"POST {path}", 405, null) { Path = path, Body = Refresh, Allow = "GET, HEAD" },
        new("RFC 6749 §3.2", "GET with all parameters in the query", 405, null) { Method = "GET", Path = $"{Paths.Token}?{Refresh}", ContentType = null, Allow = "POST" },
        new("RFC 6749 §3.2", "parameters in the query of a POST", 401, "invalid_client") { Path = $"{Paths.Token}?{Refresh}" },
    ];

    private static IEnumerable<MalformedRequest> MediaTypes =>
        from type in new (string What, string? Value, string Body)[]
        {
            ("no content type", null, Refresh),
            ("JSON", "application/json", $$"""{"grant_type":"refresh_token","client_id":"app","refresh_token":"{{Canary}}"}"""),
            ("multipart", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nrefresh_token\r\n--b--\r\n"),
            ("text/plain", "text/plain", Refresh),
            ("a longer media type", "application/x-www-form-urlencoded-not", Refresh),
            ("a content type that is none", ";;;", Refresh),
        }
        from path in new[] { Paths.Token, Paths.Revocation, Paths.Introspection }
        select new MalformedRequest("RFC 6749 appendix B", $"{type.What} at {path}", 400, "invalid_request") { Path = path, ContentType = type.Value, Body = type.Body };

    private static IEnumerable<MalformedRequest> Sizes =>
    [
        .. from path in new[] { Paths.Token, Paths.Revocation, Paths.Introspection }
           from chunked in new[] { false, true }
           select new MalformedRequest("RFC 9110 §15.5.14", $"64 KiB and a byte{(chunked ? ", chunked," : "")} at {path}", 413, "invalid_request")
           {
               Path = path, Chunked = chunked, Body = "token=".PadRight(OverTheLimit, 'a'),
           },
        new("RFC 9110 §15.5.14", "a token of 60 KiB", 400, "invalid_grant") { Body = Refresh + new string('a', 60 * 1024) },
        new("RFC 6749 §3.2", "1000 parameters", 400, "invalid_request") { Body = Refresh + string.Concat(Enumerable.Range(0, 1000).Select(n => $"&{Canary}{n}=1")) },
        new("RFC 6749 §3.2", "a very long parameter name", 400, "invalid_request") { Body = $"{Refresh}&{new string('n', 50_000)}=1" },
        new("RFC 6749 §3.2", "a very long parameter name without a value", 400, "invalid_request") { Body = $"{Refresh}&{new string('n', 50_000)}" },
    ];

    private static IEnumerable<MalformedRequest> Repetitions =>
    [
        .. from name in new[] { "grant_type", "client_id", "refresh_token", "scope", $"extra_{Canary}" }
           select new MalformedRequest("RFC 6749 §3.2", $"{name.Split('_' + Canary)[0]} twice", 400, "invalid_request") { Body = $"{Refresh}&{name}=x{Canary}&{name}=y{Canary}" },
        new("RFC 6749 §3.2", "one value twice", 400, "invalid_request") { Body = $"{Refresh}&grant_type=refresh_token" },
        new("RFC 6749 §3.2", "a parameter twice in different case", 400, "invalid_request") { Body = $"{Refresh}&GRANT_TYPE=password" },
        new("RFC 6749 §3.2", "an empty parameter twice", 400, "invalid_request") { Body = $"{Refresh}&scope=&scope=" },
        new("RFC 7009 §2.1", "token twice at revocation", 400, "invalid_request") { Path = Paths.Revocation, Body = $"{TokenOfWeb}&token=x" },
        new("RFC 7662 §2.1", "token twice at introspection", 400, "invalid_request") { Path = Paths.Introspection, Body = $"{TokenOfWeb}&token=x" },
        new("RFC 6749 §3.2", "nothing but separators", 400, "invalid_request") { Body = "&&&&" },
        new("RFC 6749 §3.2", "a name in the wrong case alone", 400, "invalid_request") { Body = $"GRANT_TYPE=refresh_token&client_id=app&refresh_token={Canary}" },
    ];

    private static IEnumerable<MalformedRequest> Characters =>
    [
        .. from name in new[] { "grant_type", "client_id", "client_secret", "username", "password", "scope", "refresh_token", "unknown" }
           select new MalformedRequest("RFC 6749 appendix A", $"NUL in {name}", 400, "invalid_request") { Body = $"{name}={Canary}%00x" },
        .. from name in new[] { "token", "token_type_hint", "client_id", "client_secret" }
           from path in new[] { Paths.Revocation, Paths.Introspection }
           select new MalformedRequest("RFC 6749 appendix A", $"NUL in {name} at {path}", 400, "invalid_request") { Path = path, Body = $"{name}={Canary}%00x" },
        .. from odd in new[] { "%", "%2", "%zz", "%ff%fe", "%c3%28", "%ed%a0%80", "%ef%bf%be", "%f4%90%80%80", "%01%0a%0d%7f", "%e2%80%ae", "%25%30%30" }
           from parameter in new[] { ("username", $"grant_type=password&client_id=app&password=x&username={Canary}"), ("refresh_token", Refresh) }
           select new MalformedRequest("RFC 6749 appendix A", $"{odd} in {parameter.Item1}", 400, "invalid_grant") { Body = parameter.Item2 + odd },
        .. from odd in new[] { "%", "%ff%fe", "%ed%a0%80", "%0a", "%ef%bf%be" }
           select new MalformedRequest("RFC 6749 appendix A", $"{odd} in client_id", 401, "invalid_client") { Body = $"{Refresh.Replace("client_id=app", $"client_id=app{odd}", StringComparison.Ordinal)}" },
    ];
}
