using AuthServer.Core.SessionDirectory;

namespace AuthServer.Account.MySessions;

/// <summary>Some of a person's devices, and where the next ones begin; null when these are the last.</summary>
internal sealed record DevicePage(IReadOnlyList<OwnDevice> Devices, SessionCursor? Next);
