using AuthServer.Configuration;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Core.Users;
using AuthServer.EntityFrameworkCore.Users;
using AuthServer.Testing.Browser;
using AuthServer.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Sessions.Ending;

/// <summary>Everything that there is before something happens; see <see cref="Parts"/>.</summary>
public sealed class EndingScene(EndingServer server) : IDisposable
{
    public const string Role = "clerk";

    private readonly Dictionary<Parts, (CodeFlow Flow, Answer Tokens)> _sessions = [];
    private readonly Dictionary<Parts, (CodeFlow Flow, string Code)> _codes = [];
    private readonly Dictionary<Parts, Guid> _signIns = [];

    public EndingServer Server => server;

    public AuthUser User { get; private set; } = null!;

    public UserId UserId => new(User.Id);

    public ProgrammaticBrowser Here { get; } = new(server.Host.Issuer);

    public ProgrammaticBrowser There { get; } = new(server.Host.Issuer);

    public ProgrammaticBrowser Theirs { get; } = new(server.Host.Issuer);

    /// <summary>The code from which the session came that something happens to.</summary>
    public string SpentCode { get; private set; } = "";

    public ClientApp Shop => server.Host.As(server.Shop);

    /// <summary>What the holder of the session's tokens has now.</summary>
    public Answer this[Parts session]
    {
        get => _sessions[session].Tokens;
        set => _sessions[session] = (_sessions[session].Flow, value);
    }

    public static Caller Office { get; } = Caller.From(System.Net.IPAddress.Parse("203.0.113.9"), "office/1.0");

    public static string Administrator { get; } = Actors.Administrator(new UserId(Guid.Parse("0198c0de-0000-7000-8000-00000000ad41")));

    public const string Note = "asked for by phone";

    public async Task PrepareAsync()
    {
        User = await server.Host.CreateUserAsync(Role);
        var stranger = await server.Host.CreateUserAsync();
        await SignInAsync(Parts.This, server.Shop, Here, User);
        await SignInAsync(Parts.Beside, server.Mail, Here, User);
        await SignInAsync(Parts.AtClient, server.Shop, There, User);
        await SignInAsync(Parts.Elsewhere, server.Mail, There, User);
        await SignInAsync(Parts.Stranger, server.Shop, Theirs, stranger);
        _signIns[Parts.Here] = await SignInOfAsync(Parts.This);
        _signIns[Parts.There] = await SignInOfAsync(Parts.AtClient);
        _signIns[Parts.TheirSignIn] = await SignInOfAsync(Parts.Stranger);
        await AskForCodeAsync(Parts.Code, server.Shop, Here);
        await AskForCodeAsync(Parts.CodeBeside, server.Mail, Here);
        await AskForCodeAsync(Parts.CodeElsewhere, server.Mail, There);
    }

    public SessionId Session(Parts session) => new(this[session].SessionId);

    public SignInId SignIn(Parts signIn) => new(_signIns[signIn]);

    public ClientId ClientOf(Parts session) => new(this[session].Claims.GetProperty("client_id").GetString()!);

    public Task<Answer> RefreshAsync(Parts session) => _sessions[session].Flow.Client.RefreshAsync(this[session].RefreshToken);

    public Task<Answer> ExchangeAsync(Parts code) => _codes[code].Flow.ExchangeAsync(_codes[code].Code);

    public Task<Answer> ExchangeSpentAsync() => _sessions[Parts.This].Flow.ExchangeAsync(SpentCode);

    public T Get<T>()
        where T : notnull => server.Host.Services.GetRequiredService<T>();

    /// <summary>What an administrator does to the account, as every door does it: says who acts, and calls Identity.</summary>
    public async Task AdministerAsync(Func<AuthUserManager, AuthUser, Task<Microsoft.AspNetCore.Identity.IdentityResult>> change)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingParty>().ActAs(Administrator, Office, Note);
        var users = scope.ServiceProvider.GetRequiredService<AuthUserManager>();
        var result = await change(users, (await users.FindByIdAsync(User.Id.ToString()))!);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
        Theirs.Dispose();
    }

    private async Task SignInAsync(Parts session, ClientDeclaration client, ProgrammaticBrowser browser, AuthUser user)
    {
        var flow = new CodeFlow(server.Host, client) { Browser = browser, Scope = "openid offline_access roles api" };
        var code = (await flow.AuthorizeAsync(user)).Code!;
        SpentCode = session == Parts.This ? code : SpentCode;
        _sessions[session] = (flow, await flow.ExchangeAsync(code));
    }

    private async Task AskForCodeAsync(Parts code, ClientDeclaration client, ProgrammaticBrowser browser)
    {
        var flow = new CodeFlow(server.Host, client) { Browser = browser, Scope = "openid offline_access roles api" };
        _codes[code] = (flow, (await flow.AuthorizeAsync(User)).Code!);
    }

    private async Task<Guid> SignInOfAsync(Parts session) => (await server.Database.ReadAsync(
        "SELECT sign_in_id FROM sessions WHERE id = @id", row => row.GetGuid(0), ("id", this[session].SessionId))).Single();
}
