using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>What somebody has typed to find sessions, as the parameters of an address. See <see cref="SessionFilterReader"/> for what it means.</summary>
internal sealed record SessionFilterForm
{
    public const string UserField = "user";
    public const string ClientField = "client";
    public const string SignInField = "signIn";
    public const string AddressField = "address";
    public const string AgentField = "agent";
    public const string StateField = "state";
    public const string ReasonField = "reason";
    public const string SignedInFromField = "signedInFrom";
    public const string SignedInBeforeField = "signedInBefore";
    public const string UsedFromField = "usedFrom";
    public const string UsedBeforeField = "usedBefore";

    /// <summary>Every field with its name for people, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<(string Name, string Label)> Fields =
    [
        (UserField, "User"), (ClientField, "Application"), (AddressField, "Address"), (AgentField, "User agent"), (StateField, "State"), (ReasonField, "Ended because"),
        (SignInField, "Browser sign-in"), (SignedInFromField, "Signed in from"), (SignedInBeforeField, "Signed in before"), (UsedFromField, "Used from"),
        (UsedBeforeField, "Not used since"),
    ];

    public static readonly IReadOnlyList<(string Value, string Text)> States = [("", "Any"), ("active", "Active"), ("ended", "Ended")];

    public static readonly IReadOnlyList<(string Value, string Text)> Reasons =
        [("", "Any reason"), .. Enum.GetValues<EndReason>().Select(reason => (reason.Exact(), reason.Exact()))];

    private readonly IReadOnlyDictionary<string, string> _values;

    private SessionFilterForm(IReadOnlyDictionary<string, string> values) => _values = values;

    public static SessionFilterForm Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>The value that was typed, without surrounding spaces; empty when none was.</summary>
    public string this[string field] => _values.GetValueOrDefault(field, "");

    public bool IsEmpty => _values.Count == 0;

    public static SessionFilterForm Of(IQueryCollection query) => new(Fields
        .Select(field => (field.Name, Value: query[field.Name].ToString().Trim()))
        .Where(field => field.Value.Length > 0)
        .ToDictionary(field => field.Name, field => field.Value));

    /// <summary>The fields that are filled in, as parameters of an address.</summary>
    public (string Name, string? Value)[] Parameters(params (string Name, string? Value)[] others) =>
        [.. Fields.Where(field => this[field.Name].Length > 0).Select(field => (field.Name, (string?)this[field.Name])), .. others];

    public SessionFilterForm Without(string field) => new(_values.Where(value => value.Key != field).ToDictionary());

    public SessionFilterForm With(string field, string value) => new(new Dictionary<string, string>(_values) { [field] = value });

    public static SessionState? StateOf(string text) => text switch
    {
        "active" => SessionState.Active,
        "ended" => SessionState.Ended,
        _ => null,
    };

    public static EndReason? ReasonOf(string text) => Enum.GetValues<EndReason>().Cast<EndReason?>().FirstOrDefault(reason => reason!.Value.Exact() == text);
}
