namespace AuthServer.Configuration;

/// <summary>A user to create at start; Development only.</summary>
public sealed class UserDeclaration
{
    /// <summary>User name and e-mail address.</summary>
    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";
}
