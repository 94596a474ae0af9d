using System.Collections.Immutable;

namespace AuthServer.Administration;

/// <summary>What became of an administrator's order.</summary>
public abstract record Outcome<T>
{
    private Outcome()
    {
    }

    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>What the order is about does not exist.</summary>
    public sealed record NotFound : Outcome<T>;

    /// <summary>Nothing was changed; each reason is a sentence for people, with its remedy.</summary>
    public sealed record Refused(ImmutableArray<string> Reasons) : Outcome<T>
    {
        public Refused(string reason)
            : this([reason])
        {
        }
    }
}
