using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;

namespace AuthServer.Storage.Tests.Rotation;

/// <summary>Whoever was signed in, with every refresh token received so far in its wire form.</summary>
public sealed record Holder(TestUser User, ClientRegistration Client, SessionId Id, IReadOnlyList<string> Tokens)
{
    public Holder(TestUser user, ClientRegistration client, RefreshToken first)
        : this(user, client, first.Session, [first.Reveal()])
    {
    }

    public string Current => Tokens[^1];

    public string Predecessor => Tokens[^2];

    public Holder After(string successor) => this with { Tokens = [.. Tokens, successor] };
}
