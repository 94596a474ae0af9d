namespace AuthServer.Client.AspNetCore.BackChannel;

/// <summary>What a logout token came to.</summary>
internal abstract record LogoutTokenResult
{
    private LogoutTokenResult()
    {
    }

    public sealed record Accepted(LogoutNotice Notice) : LogoutTokenResult;

    public sealed record Refused(string Problem) : LogoutTokenResult;

    /// <summary>The server's keys could not be read.</summary>
    public sealed record Unavailable : LogoutTokenResult;
}
