namespace AuthServer.Client.SignIns;

/// <summary>What a device shows its user (RFC 8628 §3.2, §3.3).</summary>
/// <param name="UserCode">To be typed at <paramref name="VerificationUri"/>.</param>
/// <param name="VerificationUri">To be opened on another device.</param>
/// <param name="VerificationUriComplete">With the code in it, for a QR code; may be null.</param>
/// <param name="ExpiresIn">How long the code is good for.</param>
public sealed record DevicePrompt(string UserCode, Uri VerificationUri, Uri? VerificationUriComplete, TimeSpan ExpiresIn);
