using AuthServer.Core.Clients;

namespace AuthServer.Pages.Admin.Clients;

/// <summary>Kinds of clients for people.</summary>
internal static class ClientWords
{
    public static readonly IReadOnlyList<(string Value, string Text)> Types = [.. Enum.GetValues<ClientType>().Select(type => (type.ToString(), Of(type)))];

    public static string Of(ClientType type) => type switch
    {
        ClientType.Public => "Public",
        ClientType.Confidential => "Confidential",
        _ => "API",
    };
}
