namespace AuthServer.Pages.Admin;

/// <summary>
/// For a page whose form changes something: who opens it shows credentials again if need be, before anything is typed. A form that was opened in time can be sent
/// for ten minutes at least.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LeadsToChangeAttribute : Attribute;
