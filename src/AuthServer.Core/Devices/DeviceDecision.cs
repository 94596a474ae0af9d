using AuthServer.Core.Artefacts;
using AuthServer.Core.Users;

namespace AuthServer.Core.Devices;

/// <summary>A user's answer to a device, under the epoch of the sign-in that gave it.</summary>
/// <param name="Payload">The code's record with the answer in it.</param>
public sealed record DeviceDecision(ArtefactKey Key, UserId UserId, int UserEpoch, string Payload);
