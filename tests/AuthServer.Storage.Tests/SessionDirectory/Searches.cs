using AuthServer.Core.SessionDirectory;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIns;
using AuthServer.Testing.SessionDirectory;

namespace AuthServer.Storage.Tests.SessionDirectory;

/// <summary>Every way to look for sessions, each condition by itself, with much and with little to find.</summary>
public static class Searches
{
    public static IReadOnlyList<(string Name, SessionFilter Filter)> All(SignInId signIn, DateTimeOffset now) =>
    [
        ("everything", SessionFilter.All),
        ("a busy user", new SessionFilter { User = ManySessions.BusyUser }),
        ("a user", new SessionFilter { User = ManySessions.SomeUser }),
        ("a busy client", new SessionFilter { Client = ManySessions.BusyClient }),
        ("a quiet client", new SessionFilter { Client = ManySessions.QuietClient }),
        ("a sign-in", new SessionFilter { SignIn = signIn }),
        ("an address", new SessionFilter { Address = Range("203.0.113.7") }),
        ("a rare network", new SessionFilter { Address = Range(ManySessions.RareNetwork) }),
        ("a large network", new SessionFilter { Address = Range("64.0.0.0/8") }),
        ("nearly every address", new SessionFilter { Address = Range("0.0.0.0/0") }),
        ("no address", new SessionFilter { Address = Range("2001:db8::/32") }),
        ("a rare program", new SessionFilter { UserAgent = ManySessions.RareProgram }),
        ("a common program", new SessionFilter { UserAgent = "firefox" }),
        ("no program", new SessionFilter { UserAgent = "zzz" }),
        ("active", new SessionFilter { State = SessionState.Active }),
        ("ended", new SessionFilter { State = SessionState.Ended }),
        ("a rare reason", new SessionFilter { EndReason = EndReason.ReuseDetected }),
        ("a common reason", new SessionFilter { EndReason = EndReason.IdleExpired }),
        ("signed in since", new SessionFilter { CreatedFrom = now.AddDays(-350) }),
        ("signed in before", new SessionFilter { CreatedBefore = now.AddDays(-200) }),
        ("signed in on a day", new SessionFilter { CreatedFrom = now.AddDays(-201), CreatedBefore = now.AddDays(-200) }),
        ("used in the last five minutes", new SessionFilter { UsedFrom = now.AddMinutes(-5) }),
        ("used in the last week", new SessionFilter { UsedFrom = now.AddDays(-7) }),
        ("not used since", new SessionFilter { UsedBefore = now.AddDays(-100) }),
        ("not used for very long", new SessionFilter { UsedBefore = now.AddDays(-399) }),
        ("active, a rare network and program", new SessionFilter { State = SessionState.Active, Address = Range(ManySessions.RareNetwork), UserAgent = ManySessions.RareProgram }),
        ("active, of a busy client, with a common program", new SessionFilter { State = SessionState.Active, Client = ManySessions.BusyClient, UserAgent = "firefox" }),
    ];

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new ArgumentException(text, nameof(text));
}
