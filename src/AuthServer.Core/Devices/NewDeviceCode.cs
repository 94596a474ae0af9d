using AuthServer.Core.Artefacts;

namespace AuthServer.Core.Devices;

/// <summary>A device code about to be kept.</summary>
/// <param name="Artefact">Of kind <see cref="ArtefactKind.DeviceCode"/>, without a user, and spending nothing.</param>
/// <param name="UserCodeHash">See <see cref="UserCodeHashes"/>.</param>
/// <param name="Interval">How long the device must wait between two questions (RFC 8628 §3.2).</param>
public sealed record NewDeviceCode(NewArtefact Artefact, byte[] UserCodeHash, TimeSpan Interval);
