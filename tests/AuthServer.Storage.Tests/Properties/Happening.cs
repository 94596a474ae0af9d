namespace AuthServer.Storage.Tests.Properties;

/// <summary>Something that happens. <c>Session</c> counts from the latest sign-in, <c>Age</c> from the current token.</summary>
public abstract record Happening
{
    private Happening()
    {
    }

    public sealed record SignIn : Happening;

    public sealed record Present(int Session, int Age, bool IsOtherClient, bool IsElsewhere) : Happening;

    public sealed record Revoke(int Session) : Happening;

    public sealed record EndUser : Happening;

    public sealed record Pass(TimeSpan Time) : Happening;
}
