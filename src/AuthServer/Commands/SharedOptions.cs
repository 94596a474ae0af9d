using System.CommandLine;
using AuthServer.Core.Audit;

namespace AuthServer.Commands;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class SharedOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write JSON for programs: one document, or for lists one on each line; nothing else goes to the standard output",
        Recursive = true,
    };

    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask for confirmation" };

    public static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell how many it would be, and change nothing" };

    /// <summary>For what changes something.</summary>
    public static readonly Option<string?> Note = Noted(required: false);

    /// <summary>For what ends something.</summary>
    public static readonly Option<string?> Reason = Noted(required: true);

    public static readonly Option<int> Limit = Made();

    private static Option<string?> Noted(bool required)
    {
        var note = new Option<string?>("--note") { Description = "Why; kept in audit", HelpName = "text", Required = required };
        note.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string?>() ?? "";
            if (text.Length > AuditEvent.MaximumDetailLength || (required && string.IsNullOrWhiteSpace(text)))
            {
                result.AddError($"--note needs a text of 1 to {AuditEvent.MaximumDetailLength} characters.");
            }
        });
        return note;
    }

    private static Option<int> Made()
    {
        var limit = new Option<int>("--limit") { Description = "How many at most", HelpName = "number", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be 1 or more.");
            }
        });
        return limit;
    }
}
