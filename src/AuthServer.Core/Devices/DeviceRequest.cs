using AuthServer.Core.Artefacts;
using AuthServer.Core.Clients;
using AuthServer.Protocol.OAuth;

namespace AuthServer.Core.Devices;

/// <summary>A device that waits for its user's answer.</summary>
/// <param name="Scopes">What it asks for, as far as this user can give it.</param>
public sealed record DeviceRequest(ArtefactKey Key, UserCode UserCode, ClientRegistration Client, ScopeSet Scopes, DeviceCode Code);
