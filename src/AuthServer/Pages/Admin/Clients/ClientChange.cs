namespace AuthServer.Pages.Admin.Clients;

/// <summary>Something that an administrator does to an application, as it is offered, asked about and confirmed.</summary>
internal sealed record ClientChange(string Name, string Offer, string Question, string Consequence, string Done, bool EndsSessions)
{
    public const string SecretField = "secret";

    public static readonly ClientChange Disable = new(
        "disable", "Disable…", "Disable the application?", "Its requests are refused until it is enabled again.", "The application is disabled.", EndsSessions: true);

    public static readonly ClientChange Enable = new("enable", "Enable…", "Enable the application?", "Its users sign in anew.", "The application is in service.", EndsSessions: false);

    public static readonly ClientChange Delete = new(
        "delete", "Delete…", "Delete the application?", "It is gone for ever, with its secrets. Its sessions stay visible for as long as history is kept.",
        "The application is deleted.", EndsSessions: true);

    public static readonly ClientChange AddSecret = new(
        "add-secret", "Add a secret…", "Add a secret?", "It is made here and shown once. The others stay valid, so that the application can change over without a pause.",
        "The secret is made.", EndsSessions: false);

    public static readonly ClientChange RemoveSecret = new(
        "remove-secret", "Remove…", "Remove the secret?", "Whoever uses it is refused from then on. Sessions go on.", "The secret is removed.", EndsSessions: false);

    public static readonly IReadOnlyList<ClientChange> All = [Disable, Enable, Delete, AddSecret, RemoveSecret];

    public string Path(string client, Guid? secret = null) => AdminPaths.With(AdminPaths.ChangeClient, ("id", client), ("change", Name), (SecretField, secret?.ToString("D")));
}
