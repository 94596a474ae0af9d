namespace AuthServer.Core.Clients;

/// <summary>RFC 6749 §2.1. A resource server is a confidential party that asks about tokens and is granted none.</summary>
public enum ClientType
{
    Public = 0,
    Confidential = 1,
    ResourceServer = 2,
}
