using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Core.SignIns;

/// <summary>A browser sign-in's name: a UUID version 7. Not a secret; the cookie that carries it is protected.</summary>
public readonly record struct SignInId(Guid Value)
{
    public static SignInId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse([NotNullWhen(true)] string? text, out SignInId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new SignInId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
