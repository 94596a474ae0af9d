namespace AuthServer.Testing.Sessions;

/// <summary>What an entry of the revocation feed names; the numbers are those that storage keeps.</summary>
public enum RevocationSubject
{
    Session = 1,
    User = 2,
    Client = 3,
}
