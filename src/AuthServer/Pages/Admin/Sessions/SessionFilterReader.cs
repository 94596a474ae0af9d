using System.Globalization;
using System.Text.RegularExpressions;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.SignIns;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>
/// Reads what was typed to find sessions. What cannot be read is explained beside its field: a filter that was meant and is not applied would show, or end, too much.
/// </summary>
internal sealed partial class SessionFilterReader(Owners owners)
{
    private const int MaximumAgentLength = 256;

    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>Null when something could not be read; <paramref name="errors"/> then says what.</summary>
    public async Task<SessionFilter?> ReadAsync(SessionFilterForm form, ModelStateDictionary errors, CancellationToken cancellationToken)
    {
        var filter = new SessionFilter
        {
            User = await owners.FindUserAsync(form[SessionFilterForm.UserField], SessionFilterForm.UserField, errors, cancellationToken),
            Client = await owners.FindClientAsync(form[SessionFilterForm.ClientField], SessionFilterForm.ClientField, errors, cancellationToken),
            SignIn = Read(form, SessionFilterForm.SignInField, errors, "A browser sign-in is named by an id.", text => SignInId.TryParse(text, out var id) ? id : (SignInId?)null),
            Address = ReadAddress(form, errors),
            UserAgent = ReadAgent(form, errors),
            State = Read(form, SessionFilterForm.StateField, errors, "The state is \"active\" or \"ended\".", SessionFilterForm.StateOf),
            EndReason = Read(form, SessionFilterForm.ReasonField, errors, "There is no such reason.", SessionFilterForm.ReasonOf),
            CreatedFrom = ReadInstant(form, SessionFilterForm.SignedInFromField, errors),
            CreatedBefore = ReadInstant(form, SessionFilterForm.SignedInBeforeField, errors),
            UsedFrom = ReadInstant(form, SessionFilterForm.UsedFromField, errors),
            UsedBefore = ReadInstant(form, SessionFilterForm.UsedBeforeField, errors),
        };
        Compare(filter, errors);
        return errors.IsValid ? filter : null;
    }

    /// <summary>Reads <c>2026-01-31T10:20</c>, as browsers send it, or the day alone; in UTC.</summary>
    public static DateTimeOffset? InstantOf(string text) =>
        DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
        && instant.Year is >= 2000 and < 3000
            ? instant
            : null;

    private static AddressRange? ReadAddress(SessionFilterForm form, ModelStateDictionary errors)
    {
        if (form[SessionFilterForm.AddressField] is not { Length: > 0 } text)
        {
            return null;
        }

        if (!AddressRange.TryParse(text, out var range))
        {
            errors.AddModelError(
                SessionFilterForm.AddressField,
                "This is neither an address (203.0.113.7) nor a network (203.0.113.0/24, 2001:db8::/32). Behind the prefix of a network there are zeros alone.");
        }

        return range;
    }

    private static string? ReadAgent(SessionFilterForm form, ModelStateDictionary errors)
    {
        var text = form[SessionFilterForm.AgentField];

        // A column holds neither, so neither could be found.
        if (text.Length > MaximumAgentLength || text.Contains('\0', StringComparison.Ordinal))
        {
            errors.AddModelError(SessionFilterForm.AgentField, $"A user agent has at most {MaximumAgentLength} characters, and none of them is a null.");
            return null;
        }

        // The index knows a user agent by threes of its letters and digits; with fewer, every session would be read.
        if (text.Length > 0 && !ThreeInARow().IsMatch(text))
        {
            errors.AddModelError(SessionFilterForm.AgentField, "Give a part with at least three letters or digits in a row.");
            return null;
        }

        return text.Length > 0 ? text : null;
    }

    private static DateTimeOffset? ReadInstant(SessionFilterForm form, string field, ModelStateDictionary errors) =>
        Read(form, field, errors, "Give a date and a time, such as 2026-01-31T10:20 (UTC).", InstantOf);

    private static T? Read<T>(SessionFilterForm form, string field, ModelStateDictionary errors, string sentence, Func<string, T?> read)
        where T : struct
    {
        if (form[field] is not { Length: > 0 } text)
        {
            return null;
        }

        var value = read(text);
        if (value is null)
        {
            errors.AddModelError(field, sentence);
        }

        return value;
    }

    /// <summary>Conditions that nothing can meet are slips.</summary>
    private static void Compare(SessionFilter filter, ModelStateDictionary errors)
    {
        if (filter.CreatedFrom >= filter.CreatedBefore)
        {
            errors.AddModelError(SessionFilterForm.SignedInBeforeField, "\"Signed in before\" must be later than \"signed in from\".");
        }

        if (filter.UsedFrom >= filter.UsedBefore)
        {
            errors.AddModelError(SessionFilterForm.UsedBeforeField, "\"Not used since\" must be later than \"used from\".");
        }

        if (filter is { State: SessionState.Active, EndReason: not null })
        {
            errors.AddModelError(SessionFilterForm.ReasonField, "An active session has no reason for its end. Choose any state, or no reason.");
        }
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]{3}")]
    private static partial Regex ThreeInARow();
}
