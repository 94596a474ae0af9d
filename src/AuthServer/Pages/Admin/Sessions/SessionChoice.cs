using System.Collections.Immutable;
using AuthServer.Core.Clients;
using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;

namespace AuthServer.Pages.Admin.Sessions;

/// <summary>Which sessions an administrator is about to end.</summary>
internal abstract record SessionChoice
{
    private SessionChoice()
    {
    }

    public sealed record Chosen(ImmutableArray<SessionEntry> Sessions) : SessionChoice;

    public sealed record OfUser(UserId Id, string Name) : SessionChoice;

    public sealed record OfClient(ClientId Id, string Name) : SessionChoice;

    public IReadOnlyCollection<SessionId> Ids => this is Chosen chosen ? [.. chosen.Sessions.Select(session => session.Id)] : [];
}
