namespace AuthServer.Logout;

/// <summary>What came of one attempt to send a logout token.</summary>
public abstract record LogoutAnswer
{
    private LogoutAnswer()
    {
    }

    /// <summary>The client has taken it.</summary>
    public sealed record Taken : LogoutAnswer;

    /// <param name="Trouble">A few words of our own; nothing that the client answered.</param>
    public sealed record Failed(string Trouble) : LogoutAnswer;

    /// <summary>There is nobody to send it to any more.</summary>
    public sealed record Pointless : LogoutAnswer;
}
