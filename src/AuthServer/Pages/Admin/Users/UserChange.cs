namespace AuthServer.Pages.Admin.Users;

/// <summary>Something that an administrator does to an account, as it is offered, asked about and confirmed.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Offer">On the button that leads to the question.</param>
/// <param name="Question">The heading of the question.</param>
/// <param name="Consequence">What will happen.</param>
/// <param name="Done">What has happened.</param>
/// <param name="EndsSessions">Whether everything that is signed in to the account ends with it.</param>
internal sealed record UserChange(string Name, string Offer, string Question, string Consequence, string Done, bool EndsSessions)
{
    public const string RoleField = "role";

    public static readonly UserChange Disable = new(
        "disable", "Disable…", "Disable the account?", "Nobody signs in with it until it is enabled again.", "The account is disabled.", EndsSessions: true);

    public static readonly UserChange Enable = new("enable", "Enable…", "Enable the account?", "Its user may sign in again.", "The account is enabled.", EndsSessions: false);

    public static readonly UserChange Lock = new(
        "lock", "Lock…", "Lock the account?", "Nobody signs in with it until it is unlocked.", "The account is locked.", EndsSessions: true);

    public static readonly UserChange Unlock = new(
        "unlock", "Unlock…", "Unlock the account?", "Its user may try again at once; what was counted of wrong passwords is forgotten.", "The account is unlocked.", EndsSessions: false);

    public static readonly UserChange ResetPassword = new(
        "reset-password", "Reset the password…", "Reset the password?", "The password is void at once. The user chooses another at a link, which you hand on.", "The password is void.",
        EndsSessions: true);

    public static readonly UserChange ResetSecondFactor = new(
        "reset-second-factor", "Reset the second factor…", "Reset the second factor?",
        "Authenticator app, recovery codes and passkeys are taken away. The password alone signs in then: make sure who asks for it.", "The second factor is reset.", EndsSessions: true);

    public static readonly UserChange AddRole = new("add-role", "Add a role…", "Add the role?", "What the role allows is allowed from the next refresh on.", "The role is added.", EndsSessions: false);

    public static readonly UserChange RemoveRole = new(
        "remove-role", "Remove…", "Remove the role?", "Access tokens that name it are refused by APIs; sessions go on without it.", "The role is removed.", EndsSessions: false);

    public static readonly UserChange Delete = new(
        "delete", "Delete…", "Delete the account?", "It is gone for ever. Its sessions and what is recorded of it stay visible for as long as history is kept.", "The account is deleted.",
        EndsSessions: true);

    public static readonly IReadOnlyList<UserChange> All = [Disable, Enable, Lock, Unlock, ResetPassword, ResetSecondFactor, AddRole, RemoveRole, Delete];

    public string Path(Guid user) => $"{AdminPaths.User(user)}/{Name}";
}
