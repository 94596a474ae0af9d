using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Core.Results;

/// <summary>A value, or the refusal that stands in its place. Refusals are what attackers send in bulk, so they are values and not exceptions.</summary>
public readonly struct Result<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly OAuthError? _error;

    private Result(T? value, OAuthError? error) => (_value, _error) = (value, error);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(OAuthError error) => new(default, error);

    /// <summary>True with the value, or false with the refusal.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out OAuthError? error)
    {
        (value, error) = (_value, _error);
        return _error is null;
    }
}

/// <summary>Makes results where the compiler cannot convert by itself, as from an interface.</summary>
public static class Result
{
    public static Result<T> Of<T>(T value)
        where T : notnull => value;
}
