using System.Security.Cryptography;
using AuthServer.Core.Clients;
using AuthServer.Core.Sessions;
using AuthServer.Storage.Tests.Storage;

namespace AuthServer.Storage.Tests.Sessions;

/// <summary>A session in storage and what the holder of its tokens knows; makes the commands that should succeed.</summary>
public sealed record Held(NewSession New, TestUser User, ClientRegistration Client)
{
    public SessionId Id => New.Id;

    public uint Generation { get; init; }

    public TokenHash Current { get; init; } = New.TokenHash ?? NewHash();

    public TokenHash Predecessor { get; init; } = NewHash();

    public static TokenHash NewHash() => TokenHash.Of(RandomNumberGenerator.GetBytes(RefreshToken.Length));

    public RotateSession Rotation() => new()
    {
        Id = Id,
        Generation = Generation,
        PresentedHash = Current,
        SuccessorHash = NewHash(),
        Salt = RefreshTokenFormat.NewSalt(),
        KeyId = 1,
        ClientId = Client.Id,
        ClientVersion = Client.Version,
        ProofKeyThumbprint = New.ProofKeyThumbprint,
        IdleLifetime = Client.SessionIdleLifetime,
        Caller = Callers.Home,
    };

    public KeepSession Keep() => new()
    {
        Id = Id,
        Generation = Generation,
        PresentedHash = Current,
        ClientId = Client.Id,
        ClientVersion = Client.Version,
        ProofKeyThumbprint = New.ProofKeyThumbprint,
        IdleLifetime = Client.SessionIdleLifetime,
        Caller = Callers.Home,
    };

    public RetrySession Retry() => new()
    {
        Id = Id,
        Generation = Generation - 1,
        PresentedHash = Predecessor,
        ClientId = Client.Id,
        ClientVersion = Client.Version,
        ProofKeyThumbprint = New.ProofKeyThumbprint,
        Window = Client.RetryWindowFor(keyBound: false),
        BoundWindow = Client.RetryWindowFor(keyBound: true),
        RetryLimit = Client.RetryLimit,
        ForeignRetryLimit = Client.ForeignRetryLimit,
        Caller = Callers.Home,
    };

    public EndSession End(EndReason reason = EndReason.UserRevoked) => new(Id, reason, "user:someone", Callers.OtherNetwork);

    public Held After(RotateSession rotation) => this with { Generation = Generation + 1, Current = rotation.SuccessorHash, Predecessor = Current };
}
