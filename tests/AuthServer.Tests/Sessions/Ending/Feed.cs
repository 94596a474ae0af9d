namespace AuthServer.Tests.Sessions.Ending;

/// <summary>What the entries name that tell APIs of an end.</summary>
public enum Feed
{
    /// <summary>Each session that ended.</summary>
    Session,

    /// <summary>The user, once.</summary>
    User,

    /// <summary>The client, once.</summary>
    Client,
}
