namespace AuthServer.Pages.Admin;

/// <summary>Where the pages for administrators are.</summary>
internal static class AdminPaths
{
    public const string Home = "/admin";
    public const string Sessions = "/admin/sessions";
    public const string EndSessions = "/admin/sessions/end";
    public const string Incidents = "/admin/incidents";
    public const string NewIncident = "/admin/incidents/new";
    public const string Users = "/admin/users";
    public const string NewUser = "/admin/users/new";
    public const string Clients = "/admin/clients";
    public const string Client = "/admin/clients/show";
    public const string EditClient = "/admin/clients/edit";
    public const string ChangeClient = "/admin/clients/change";
    public const string Scopes = "/admin/scopes";
    public const string EditScope = "/admin/scopes/edit";
    public const string Keys = "/admin/keys";
    public const string RotateKey = "/admin/keys/rotate";
    public const string Audit = "/admin/audit";

    /// <summary>A path with parameters; those without a value are left out.</summary>
    public static string With(string path, params (string Name, string? Value)[] parameters) =>
        path + QueryString.Create(parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value)).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));

    public static string Session(object id) => $"{Sessions}/{id}";

    public static string User(object id) => $"{Users}/{id}";

    public static string ClientOf(string id) => With(Client, ("id", id));

    public static string Incident(object id) => $"{Incidents}/{id}";
}
