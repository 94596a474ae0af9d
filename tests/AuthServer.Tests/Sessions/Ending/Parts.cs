namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What there is before something happens: a user with two browsers and two applications, and somebody else.</summary>
[Flags]
public enum Parts
{
    None = 0,

    /// <summary>The session that something happens to: the shop's, in the browser here.</summary>
    This = 1,

    /// <summary>The session of the other application in the same browser.</summary>
    Beside = 2,

    /// <summary>The shop's session in the other browser.</summary>
    AtClient = 4,

    /// <summary>The other application's session in the other browser.</summary>
    Elsewhere = 8,

    /// <summary>Somebody else's session at the shop.</summary>
    Stranger = 16,

    /// <summary>The sign-in of the browser here.</summary>
    Here = 32,

    /// <summary>The sign-in of the other browser.</summary>
    There = 64,

    /// <summary>Somebody else's sign-in.</summary>
    TheirSignIn = 128,

    /// <summary>A code for the shop from the browser here that was not spent yet.</summary>
    Code = 256,

    /// <summary>One for the other application from the browser here.</summary>
    CodeBeside = 512,

    /// <summary>One for the other application from the other browser.</summary>
    CodeElsewhere = 1024,

    Device = This | Beside | Here | Code | CodeBeside,
    OtherDevice = AtClient | Elsewhere | There | CodeElsewhere,
    OfUser = Device | OtherDevice,
    Codes = Code | CodeBeside | CodeElsewhere,
    SessionsOfUser = This | Beside | AtClient | Elsewhere,
    Sessions = SessionsOfUser | Stranger,
    SignIns = Here | There | TheirSignIn,
}
