namespace AuthServer.Core.Artefacts;

/// <summary>What can be spent once. The numbers are stored: never renumber, never reuse.</summary>
public enum ArtefactKind
{
    /// <summary>RFC 6749 §4.1.2.</summary>
    AuthorizationCode = 1,

    /// <summary>RFC 8628 §3.2.</summary>
    DeviceCode = 2,

    /// <summary>RFC 9126 §2.2.</summary>
    PushedRequest = 3,
}
