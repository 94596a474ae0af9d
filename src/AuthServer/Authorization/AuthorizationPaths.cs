using AuthServer.Endpoints;

namespace AuthServer.Authorization;

/// <summary>Where the pages of an authorization are, and the parameter that carries it from one to the next.</summary>
public static class AuthorizationPaths
{
    public const string Consent = "/account/consent";
    public const string SelectAccount = "/account/select";

    public const string Interaction = "interaction";

    /// <summary>Back to the authorization endpoint, which decides what is next.</summary>
    public static string GoOn(string interaction) => At(Paths.Authorization, interaction);

    public static string At(string path, string interaction) => path + QueryString.Create(Interaction, interaction);
}
