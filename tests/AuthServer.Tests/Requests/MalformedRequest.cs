using System.Text;
using AuthServer.Endpoints;

namespace AuthServer.Tests.Requests;

/// <summary>A request that is wrong in one way, and what it must be answered with.</summary>
/// <param name="Section">Where that is said.</param>
/// <param name="Error">The member <c>error</c>; null when the answer has no body.</param>
public sealed record MalformedRequest(string Section, string What, int Status, string? Error)
{
    /// <summary>Stands in whatever a request can carry; no answer may repeat it.</summary>
    public const string Canary = "canary7f3a";

    public string Method { get; init; } = "POST";

    public string Path { get; init; } = Paths.Token;

    public string? ContentType { get; init; } = "application/x-www-form-urlencoded";

    public string Body { get; init; } = "";

    /// <summary>Further header lines.</summary>
    public string Headers { get; init; } = "";

    public bool Chunked { get; init; }

    /// <summary>What must be in <c>Allow</c>.</summary>
    public string? Allow { get; init; }

    public string Name => $"{Section}: {What} -> {Status} {Error}".TrimEnd();

    public string Head
    {
        get
        {
            var type = ContentType is null ? "" : $"Content-Type: {ContentType}\n";
            var length = Chunked ? "Transfer-Encoding: chunked\n" : $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}\n";
            return $"{Method} {Path} HTTP/1.1\n{type}{length}{Headers}";
        }
    }

    public byte[] Bytes => Encoding.UTF8.GetBytes(Chunked ? $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n" : Body);
}
