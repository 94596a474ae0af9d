namespace AuthServer.Core.Revocation;

/// <summary>What a revocation names. The numbers are stored: never renumber, never reuse.</summary>
public enum RevocationKind
{
    /// <summary>Every access token with this <c>sid</c>.</summary>
    Session = 1,

    /// <summary>Access tokens with this <c>sub</c> whose epoch is behind.</summary>
    User = 2,

    /// <summary>Access tokens with this <c>client_id</c> whose client epoch is behind.</summary>
    Client = 3,
}
