using AuthServer.Core.SessionDirectory;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>A table of sessions.</summary>
/// <param name="Caption">What is in it, for whoever does not see it.</param>
/// <param name="CanSelect">Each row has a box, named <c>id</c>, for the form around the table.</param>
internal sealed record SessionTable(IReadOnlyList<SessionEntry> Sessions, string Caption, bool CanSelect = false);
