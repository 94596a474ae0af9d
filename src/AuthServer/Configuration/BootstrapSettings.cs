namespace AuthServer.Configuration;

/// <summary>The first administrator.</summary>
public sealed class BootstrapSettings
{
    /// <summary>User name and e-mail address of the administrator that is created when there is none by that name. Empty: none is created.</summary>
    public string AdminUserName { get; set; } = "";

    /// <summary>The administrator's first password. When it is not set, a random one is printed once, at the start that creates the account.</summary>
    public string? AdminPassword { get; set; }
}
