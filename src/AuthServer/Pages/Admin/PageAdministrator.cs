using AuthServer.Account;
using AuthServer.Administration;
using AuthServer.Core.Audit;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AuthServer.Pages.Admin;

/// <summary>Who changes something on a page, and why.</summary>
internal static class PageAdministrator
{
    public const string NoteField = "note";

    public static async Task<Administrator> AdministratorAsync(this HttpContext http) => await http.FindSignInAsync() is { } current
        ? new Administrator(Actors.Administrator(current.SignIn.UserId), http.Caller())
        : throw new InvalidOperationException("A page that asks for a sign-in was reached without one.");

    /// <summary>The note without surrounding spaces; null when it is none, and then the model state says so.</summary>
    public static string? NoteOf(string? typed, ModelStateDictionary errors)
    {
        var note = typed?.Trim() ?? "";
        if (note.Length == 0)
        {
            errors.AddModelError(NoteField, "Say why. It is kept in the audit log.");
        }
        else if (note.Length > AuditEvent.MaximumDetailLength || note.Contains('\0', StringComparison.Ordinal))
        {
            errors.AddModelError(NoteField, $"A reason has at most {AuditEvent.MaximumDetailLength} characters, and none of them is a null.");
        }
        else
        {
            return note;
        }

        return null;
    }

    /// <summary>Adds what was refused, and why; true when nothing was.</summary>
    public static bool Accept<T>(this Outcome<T> outcome, ModelStateDictionary errors)
    {
        switch (outcome)
        {
            case Outcome<T>.Refused refused:
                refused.Reasons.ToList().ForEach(reason => errors.AddModelError("", reason));
                return false;
            case Outcome<T>.NotFound:
                errors.AddModelError("", "It does not exist any more.");
                return false;
            default:
                return true;
        }
    }
}
